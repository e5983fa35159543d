"""I can't find you: a ticket rings at the door and at the host's, until somebody has seen it."""

import datetime as dt
from collections.abc import Collection

from attendees.domain import here
from attendees.domain.refused import AttendeeRefused
from attendees.models import Ring, Ticket
from events.models import Event

NO_ANSWER = dt.timedelta(minutes=2)
SHOWN = dt.timedelta(minutes=20)  # at the door, once it was seen


def can_ring(event: Event, *, now: dt.datetime) -> bool:
    """While people are on their way to an evening, and while it lasts."""
    return event.is_published and event.starts_at - here.DOORS_OPEN <= now < event.ends_at


def ring(ticket: Ticket, *, now: dt.datetime) -> Ring:
    """Ring for this ticket's person; one that nobody has seen yet goes on ringing. Raises AttendeeRefused."""
    if not can_ring(ticket.event, now=now):
        raise AttendeeRefused("Nobody is at the door now. Look at the address again, or write to us.")
    if ticket.state != Ticket.VALID:
        raise AttendeeRefused("This place was given back.")
    made, _ = Ring.objects.get_or_create(
        ticket=ticket, seen_at=None, defaults={"event_id": ticket.event_id, "rang_at": now}
    )
    return made


def see(event: Event, ring_id: int, *, by: str, now: dt.datetime) -> None:
    """Somebody has seen it and goes to look; the first one stays on it."""
    Ring.objects.filter(pk=ring_id, event=event, seen_at__isnull=True).update(seen_at=now, seen_by=by[:120])


def at_door(event: Event, *, now: dt.datetime) -> list[Ring]:
    """What rings there now, and what was seen a little while ago, oldest first; one query, none outside the evening."""
    if not can_ring(event, now=now):
        return []
    rings = Ring.objects.filter(event=event, ticket__state=Ticket.VALID, ticket__checked_in_at__isnull=True)
    return [one for one in rings.select_related("ticket") if one.seen_at is None or one.seen_at > now - SHOWN]


def of(tickets: Collection[Ticket], event: Event, *, now: dt.datetime) -> Ring | None:
    """The latest of these tickets, for their page; one query, none outside the evening."""
    if not can_ring(event, now=now):
        return None
    return Ring.objects.filter(ticket__in=tickets, ticket__checked_in_at__isnull=True).order_by("-rang_at").first()


def is_unanswered(rang: Ring, *, now: dt.datetime) -> bool:
    """Whether it is time to give out the host's number."""
    return rang.seen_at is None and now >= rang.rang_at + NO_ANSWER
