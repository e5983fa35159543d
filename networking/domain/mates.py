"""Who sat with whom: the people of one person's tables, by first name, and whose page that person may open."""

import datetime as dt

from attendees.models import Ticket, TicketQuerySet
from events.models import Event
from networking.domain import apart
from networking.models import Round, Seat, Swap

UNTIL = dt.timedelta(days=14)  # after the end: asking, agreeing, "we talked"


def is_open(event: Event, *, now: dt.datetime) -> bool:
    """Whether the people of this evening can still find each other: until 14 days after its end."""
    return now < event.ends_at + UNTIL


def of(ticket: Ticket) -> list[Ticket]:
    """Who sat at a table with this ticket in a round that was played, by name, without whom they never see.

    Four queries, however many; with holder and sign-up.
    """
    groups = Seat.objects.filter(ticket=ticket, round__state__in=[Round.LIVE, Round.CLOSED]).values("group")
    found = _seen_by(ticket).filter(pk__in=Seat.objects.filter(group__in=groups).values("ticket"))
    return list(found.order_by("name", "pk"))


def find(ticket: Ticket, other_id: int) -> Ticket | None:
    """The other's ticket when this person may open their page: they sat together, or there is a swap of the two.

    None for everybody else, and for whom they never see, so that nobody goes through an evening's people by number.
    """
    other = _seen_by(ticket).filter(pk=other_id).select_related("holder__card").defer("holder__card__photo").first()
    if other is None:
        return None
    has_swap = Swap.objects.between(ticket.pk, other.pk).standing().exists()
    return other if has_swap or _sat_together(ticket, other) else None


def swapped_once(ticket: Ticket, other_id: int) -> Ticket | None:
    """Somebody with whom there is or was a swap, also one that was never answered; None for everybody else."""
    other = _seen_by(ticket).filter(pk=other_id).first()
    return other if other and Swap.objects.between(ticket.pk, other.pk).exists() else None


def in_the_room(ticket: Ticket, other_id: int) -> Ticket | None:
    """Somebody else who came to the same evening; None for whom this ticket's person never sees. Four queries."""
    return _seen_by(ticket).filter(pk=other_id).first()


def _seen_by(ticket: Ticket) -> TicketQuerySet:
    came = Ticket.objects.for_event(ticket.event_id).checked_in().exclude(pk=ticket.pk)
    seen = came.exclude(pk__in=apart.hidden_from(ticket)).exclude(holder__erase_asked_at__isnull=False)
    return seen.select_related("holder", "sign_up")


def _sat_together(ticket: Ticket, other: Ticket) -> bool:
    groups = Seat.objects.filter(ticket=ticket, round__state__in=[Round.LIVE, Round.CLOSED]).values("group")
    return Seat.objects.filter(ticket=other, group__in=groups).exists()
