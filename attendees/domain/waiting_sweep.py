"""What happens to waiting lists by itself: they close when the evening begins or is cancelled, and room that the host
made is offered.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from attendees.domain import offers, waiting_list, waiting_mails
from attendees.models import WaitingListEntry
from events.domain import places
from events.models import Event
from foundation.mail.domain import outbox


def settle(now: dt.datetime) -> int:
    """Close and offer what is due; returns how many entries moved. Killed anywhere, the next run goes on."""
    moved = sum(_close_cancelled(entry, now=now) for entry in _of_cancelled())
    moved += sum(close(event, why=waiting_mails.BEGUN, now=now) for event in _begun(now))
    return moved + sum(_offer(event_id, now=now) for event_id in _with_room(now))


def close(event: Event, *, why: str, now: dt.datetime) -> int:
    """Whoever waits is closed and told why (as in waiting_mails, or COME); open offers stay. Returns how many."""
    with transaction.atomic():
        places.lock(event.pk)
        entries = list(WaitingListEntry.objects.for_event(event.pk).waiting())
        ids = [entry.pk for entry in entries]
        WaitingListEntry.objects.filter(pk__in=ids).update(state=WaitingListEntry.CLOSED, ended_at=now)
        places.count_waiting(event.pk, -len(ids))
        outbox.withdraw_all([waiting_mails.about(entry.pk) for entry in entries])
        for entry in entries:
            entry.event = event
        come = why == waiting_mails.COME
        outbox.write_all(
            [waiting_mails.come(entry) if come else waiting_mails.closed(entry, why=why, now=now) for entry in entries]
        )
    return len(ids)


def _of_cancelled() -> list[WaitingListEntry]:
    live = WaitingListEntry.objects.filter(state__in=waiting_list.LIVE, event__state=Event.CANCELLED)
    return list(live.select_related("event__series", "event__venue").order_by("pk"))


def _close_cancelled(entry: WaitingListEntry, *, now: dt.datetime) -> int:
    """With its offer, if it has one."""
    with transaction.atomic():
        if not waiting_list.end(entry, WaitingListEntry.CLOSED, now=now):
            return 0
        outbox.write_all([waiting_mails.closed(entry, why=waiting_mails.CANCELLED, now=now)])
    return 1


def _begun(now: dt.datetime) -> list[Event]:
    due = Event.objects.published().filter(starts_at__lte=now, places__waiting__gt=0)
    return list(due.select_related("series", "venue"))


def _with_room(now: dt.datetime) -> list[int]:
    room = Q(places__waiting__gt=0, places__taken__lt=F("places__capacity"))
    return list(Event.objects.published().filter(room, starts_at__gt=now).values_list("pk", flat=True))


def _offer(event_id: int, *, now: dt.datetime) -> int:
    with transaction.atomic():
        return offers.make(event_id, now=now)
