"""The word of the morning after: to those who came, and to those who booked and did not. One mail each, never both.

"Came" goes at 9:00 to everybody who was checked in; what they took home is known further up, where its sweep is.
"Missed" goes only once the host has settled who came, because a person nobody scanned may well have been there; an
evening that is never settled says nothing to them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import transaction

from attendees.domain import addressees, consents, drafts
from attendees.domain.addressees import Addressee
from attendees.domain.taken_home import TakenHome
from attendees.models import Arrivals, Ticket, TicketQuerySet
from events.domain import other_dates
from events.models import Event
from foundation.lib import local_times
from foundation.mail.domain import outbox
from foundation.mail.models import Message

CAME, MISSED = "came", "missed"
WORTH_SENDING = dt.timedelta(days=3)
BATCH = 50
Gather = Callable[[Sequence[Addressee]], Mapping[int, TakenHome]]


def due_at(event: Event, *, days: int = 1) -> dt.datetime:
    """The first time after its end that the clocks there show the event's `morning_after_at`, so many days after it."""
    day = event.starts_local.date() + dt.timedelta(days=days)
    while True:
        moment = local_times.utc(dt.datetime.combine(day, event.morning_after_at), event.zone)
        if moment > event.ends_at:
            return moment
        day += dt.timedelta(days=1)


def write_came(gather: Gather, *, now: dt.datetime) -> int:
    """Write the mails to those who came that are due and not yet written; returns how many. May run twice, or be
    killed. `gather` says, in the transaction of a handful, what each took home, by the id of their ticket.
    """
    return sum(_write(event, CAME, _came(event), gather=gather, now=now) for event in _due(now))


def write_missed(now: dt.datetime) -> int:
    """The same for those who booked and did not come, of evenings that are settled."""
    settled = [event for event in _due(now) if Arrivals.objects.filter(event=event, settled_at__isnull=False).exists()]
    return sum(_write(event, MISSED, _missed(event), gather=_nothing, now=now) for event in settled)


def hold(ticket_ids: Iterable[int]) -> None:
    """Nobody else writes these tickets' mails before the caller's transaction ends; the first that it locks.

    Who reads what such a mail says holds them, and so does who parts two people: either the mail knows of it, or it is
    there to be taken back.
    """
    held = Ticket.objects.filter(pk__in=list(ticket_ids)).select_for_update(of=("self",), no_key=True).order_by("pk")
    list(held.values_list("pk", flat=True))


def take_back(ticket_ids: Iterable[int]) -> int:
    """What these tickets' people took home has changed: mails not yet sent are withdrawn, and written anew by the next
    sweep. In the transaction that makes the change, after it; returns how many.
    """
    return outbox.take_back([key for pk in ticket_ids for key in drafts.afterwards_keys(pk)])


def _due(now: dt.datetime) -> list[Event]:
    """Evenings of which the word is due and not yet stale."""
    over = Event.objects.published().filter(ends_at__lte=now, ends_at__gt=now - WORTH_SENDING - dt.timedelta(days=2))
    return [event for event in over.select_related("series") if due_at(event) <= now < due_at(event) + WORTH_SENDING]


def _nothing(people: Sequence[Addressee]) -> Mapping[int, TakenHome]:
    return {}


def _came(event: Event) -> TicketQuerySet:
    return _untold(event).checked_in()


def _missed(event: Event) -> TicketQuerySet:
    """A person with two tickets of whom one was used has come."""
    came = Ticket.objects.for_event(event.pk).checked_in().exclude(email="")
    return _untold(event).filter(checked_in_at__isnull=True).exclude(email__in=came.values("email"))


def _untold(event: Event) -> TicketQuerySet:
    told = Message.objects.filter(about_event=event.pk, key__startswith=drafts.FOLLOW_UP)
    return Ticket.objects.for_event(event.pk).valid().exclude(email="").exclude(email__in=told.values("to"))


def _write(event: Event, kind: str, people: TicketQuerySet, *, gather: Gather, now: dt.datetime) -> int:
    """To each address once, in handfuls. The next date only for those who asked to hear of it."""
    written = last = 0
    stale_at = due_at(event) + WORTH_SENDING
    coming = other_dates.next_with_places(event, now=now) if people.exists() else None
    while batch := list(people.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        gathered = addressees.gather(batch)
        each = addressees.each_once([to for sign_up, theirs in gathered for to in addressees.apart(sign_up, theirs)])
        with transaction.atomic():
            hold(to.ticket.pk for to in each)
            agreed = consents.lock(event.series_id, [to.email for to in each]) if coming else {}
            homes = gather(each)
            letters = [
                drafts.follow_up(
                    kind,
                    to,
                    home=homes.get(to.ticket.pk, TakenHome()),
                    now=now,
                    expires_at=stale_at,
                    coming=coming,
                    consent=agreed.get(to.email),
                )
                for to in each
            ]
            written += outbox.write_all(letters)
    return written
