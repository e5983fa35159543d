"""What a host does with a waiting list, each with a reason that stands in the journal and on the list's page."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from attendees.domain import offer_times, offers, waiting_list, waiting_mails, waiting_sweep
from attendees.domain.refused import AttendeeRefused
from attendees.models import WaitingListEntry
from events.domain import journal, places
from events.models import Event
from foundation.mail.domain import outbox

LATELY = 20
NO_LONGER = "They do not wait any more."
HAS_OFFER = "A place is kept for them now, so they have no number any more."


@dataclass(frozen=True)
class Queue:
    """Who waits, in order; who has an offer; and who was on the list before, the latest first."""

    waiting: tuple[WaitingListEntry, ...]
    offered: tuple[WaitingListEntry, ...]
    ended: tuple[WaitingListEntry, ...]


def read(event: Event) -> Queue:
    """Three queries, however many wait."""
    entries = WaitingListEntry.objects.for_event(event.pk)
    ended = entries.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")[:LATELY]
    return Queue(tuple(entries.waiting()), tuple(entries.offered()), tuple(ended))


def move(entry: WaitingListEntry, *, to: int, reason: str, by: str, now: dt.datetime) -> None:
    """Make it number `to` of those who wait, or the last; the same twice is written down once.

    Raises AttendeeRefused when it waits no longer.
    """
    with transaction.atomic():
        places.lock(entry.event_id)
        order = list(WaitingListEntry.objects.for_event(entry.event_id).waiting())
        if entry not in order:
            entry.refresh_from_db(fields=["state"])
            raise AttendeeRefused(HAS_OFFER if entry.state == WaitingListEntry.OFFERED else NO_LONGER)
        order.remove(entry)
        order.insert(max(to, 1) - 1, entry)
        for rank, one in enumerate(order, start=1):
            one.rank = rank
        WaitingListEntry.objects.bulk_update(order, ["rank"])
        number = order.index(entry) + 1
        _note(entry, said=f"made {entry.name} number {number} on the waiting list: {reason}", by=by)


def remove(entry: WaitingListEntry, *, reason: str, by: str, now: dt.datetime) -> None:
    """Off the list, and what was kept for them moves on; they are told, but not why. Twice is harmless.

    Raises AttendeeRefused when they left it, or took a place.
    """
    for _ in range(2):  # it may be offered something while we look
        if _take_off(entry, reason=reason, by=by, now=now):
            return
    entry.refresh_from_db(fields=["state"])
    if entry.state != WaitingListEntry.CLOSED:
        raise AttendeeRefused(NO_LONGER)


def invite(entry: WaitingListEntry, *, reason: str, by: str, now: dt.datetime) -> None:
    """An offer out of order, over capacity if need be; who has an offer keeps that one.

    Raises AttendeeRefused when it waits no longer.
    """
    event = entry.event
    waiting_list.check_open(event, now=now)
    with transaction.atomic():
        places.lock(event.pk)
        entry.refresh_from_db(fields=["state", "party", "companions"])
        if entry.state == WaitingListEntry.OFFERED:
            return
        if entry.state != WaitingListEntry.WAITING:
            raise AttendeeRefused(NO_LONGER)
        places.count_waiting(event.pk, -1)
        places.claim_over(event.pk, entry.party)
        offers.offer(entry, now=now)
        _note(entry, said=f"offered {entry.name} a place out of order: {reason}", by=by)


def call_everybody(event: Event, *, by: str, now: dt.datetime) -> int:
    """In the last two hours: "come, pay at the door" to everybody who waits, and the list closes. Returns how many.

    Raises AttendeeRefused at another time.
    """
    if not event.is_published or not offer_times.is_last_hours(now, starts_at=event.starts_at):
        raise AttendeeRefused("You can do this in the two hours before the evening begins.")
    with transaction.atomic():
        called = waiting_sweep.close(event, why=waiting_mails.COME, now=now)
        if called:
            journal.note(event, by=by, sentence=f"told all {called} on the waiting list to come to the door")
    return called


def _take_off(entry: WaitingListEntry, *, reason: str, by: str, now: dt.datetime) -> bool:
    with transaction.atomic():
        if not waiting_list.end(entry, WaitingListEntry.CLOSED, now=now):
            return False
        outbox.write_all([waiting_mails.closed(entry, why=waiting_mails.REMOVED, now=now)])
        _note(entry, said=f"took {entry.name} off the waiting list: {reason}", by=by)
    return True


def _note(entry: WaitingListEntry, *, said: str, by: str) -> None:
    """In the journal, and with the entry, unless it is what was noted there last: a second tap."""
    note = f"{by} {said}"[:300]
    if WaitingListEntry.objects.filter(pk=entry.pk).exclude(note=note).update(note=note):
        journal.note(entry.event, by=by, sentence=said)
