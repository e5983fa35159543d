"""Letting people in: one stamp on a valid ticket, once, and taking it off again. What the door says is an Answer."""

import datetime as dt
from dataclasses import dataclass

from attendees.domain import tickets
from attendees.models import Ticket
from events.domain import journal
from events.models import Event
from foundation.lib import dates

IN, STOP, WAIT = "in", "stop", "wait"
COME_IN, ALREADY_IN = "Come in", "Already in"
NOT_IN = "Not checked in any more."
STAMPS = ["state", "cancel_reason", "checked_in_at", "checked_in_by", "missed_at"]
WHY_CANCELLED = {
    tickets.CANCELLED_BY_PERSON: "This place was given back by the person who took it.",
    tickets.CANCELLED_BY_HOST: "The host took this place back.",
    tickets.MOVED: "This place was moved to another date.",
    tickets.REFUNDED: "The money for this place went back.",
    tickets.DISPUTED: "The money for this place was taken back by the bank.",
}


@dataclass(frozen=True)
class Answer:
    """`kind` is IN, STOP or WAIT, `word` what is read first, `why` a sentence. `ticket` only when it is tonight's."""

    kind: str
    word: str
    why: str = ""
    ticket: Ticket | None = None


def check_in(event: Event, ticket: Ticket, *, by: str, now: dt.datetime) -> Answer:
    """Stamp a valid ticket of this evening with time and name, once. A refusal is an answer too."""
    if event.state != Event.PUBLISHED:
        return Answer(STOP, "No entry", "This evening is cancelled." if event.is_cancelled else "It is not published.")
    if ticket.event_id != event.pk:
        return _of_another_evening(event, ticket)
    stamped = Ticket.objects.valid().filter(pk=ticket.pk, event=event, checked_in_at__isnull=True)
    done = stamped.update(checked_in_at=now, checked_in_by=by[:120], missed_at=None)
    ticket.refresh_from_db(fields=STAMPS)
    if not done and ticket.state == Ticket.VALID and ticket.checked_in_at is None:
        return check_in(event, ticket, by=by, now=now)  # paid, or undone, at this very moment
    return Answer(IN, COME_IN, ticket=ticket) if done else why_not(event, ticket)


def undo(event: Event, ticket: Ticket, *, by: str) -> Answer:
    """Take the stamp off, whoever gave it; twice is harmless."""
    inside = Ticket.objects.filter(pk=ticket.pk, event=event, checked_in_at__isnull=False)
    if inside.update(checked_in_at=None, checked_in_by=""):
        journal.note(event, by=by, sentence=f"undid the check-in of {ticket.name}")
    ticket.refresh_from_db(fields=STAMPS)
    return Answer(WAIT, "Undone", NOT_IN, ticket)


def move_earlier(ticket: Ticket, *, by: str, to: dt.datetime) -> None:
    """Somebody had let them in before, and says so only now: that time and name stand on the ticket."""
    Ticket.objects.checked_in().filter(pk=ticket.pk, checked_in_at__gt=to).update(
        checked_in_at=to, checked_in_by=by[:120]
    )
    ticket.refresh_from_db(fields=STAMPS)


def when_and_who(event: Event, ticket: Ticket) -> str:
    """Checked in at 19:04 by Dora."""
    return f"Checked in at {_moment(event, ticket)} by {ticket.checked_in_by}"


def why_not(event: Event, ticket: Ticket) -> Answer:
    """Why a ticket of this evening lets nobody in now."""
    if ticket.state == Ticket.CANCELLED:
        why = WHY_CANCELLED.get(ticket.cancel_reason, "This place was cancelled.")
        return Answer(STOP, "Not valid", why, ticket)
    if ticket.state == Ticket.HELD:
        return Answer(WAIT, "Not paid yet", "This place is kept while somebody pays for it.", ticket)
    if ticket.state == Ticket.EXPIRED:
        return Answer(STOP, "Not paid", "This place was kept and never paid, so it was given up.", ticket)
    return Answer(STOP, ALREADY_IN, f"{when_and_who(event, ticket)}.", ticket)


def _moment(event: Event, ticket: Ticket) -> str:
    """The time, with the day when that is not the evening's own."""
    at = ticket.checked_in_at or event.starts_at
    clock, day = dates.clock(at, event.zone), dates.short_day(at, event.zone)
    return clock if day == dates.short_day(event.starts_at, event.zone) else f"{clock} on {day}"


def _of_another_evening(event: Event, ticket: Ticket) -> Answer:
    """Only that it is another one, and its date when it is of this series: a helper's link is for one evening."""
    if ticket.event.series_id != event.series_id:
        return Answer(STOP, "Not tonight", "This ticket is for another evening.")
    return Answer(STOP, "Not tonight", f"This ticket is for {dates.day(ticket.event.starts_at, ticket.event.zone)}.")
