"""The people of an evening as rows of a file: the list is the organiser's. Neither access needs nor questions leave."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from attendees.domain import people
from attendees.domain.people import Person
from attendees.models import SignUp, Ticket
from events.models import Event

HEAD = (
    "Name", "E-mail", "State", "Place taken by", "Paying", "Price", "Currency", "Which time", "Sector", "Years",
    "Signed up", "Checked in", "Checked in by", "Code",
)  # fmt: skip
AT_ONCE = 500
SECTORS, YEARS = dict(SignUp.SECTORS), dict(SignUp.YEARS)
STATES = {
    Ticket.HELD: "kept, not paid",
    Ticket.VALID: "coming",
    Ticket.CANCELLED: "cancelled",
    Ticket.EXPIRED: "never paid",
}


def rows(event: Event) -> Iterator[Sequence[object]]:
    """Every ticket but those that were never paid, by sign-up; a handful of them in memory at a time."""
    last = 0
    found = Ticket.objects.for_event(event.pk).exclude(state=Ticket.EXPIRED).select_related("sign_up", "holder")
    while batch := list(found.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = batch[-1].pk
        for person in people.describe(event, batch):
            yield _row(event, person)


def _row(event: Event, person: Person) -> Sequence[object]:
    ticket, sign_up, holder = person.ticket, person.ticket.sign_up, person.ticket.holder
    is_buyer = ticket.email == sign_up.email
    return (
        ticket.name,
        ticket.email,
        STATES[ticket.state],
        person.beside,
        person.paying,
        Decimal(sign_up.price_amount).scaleb(-2),
        sign_up.currency.upper(),
        person.nth,
        SECTORS.get((is_buyer and sign_up.sector) or (holder.sector if holder else ""), ""),
        YEARS.get((is_buyer and sign_up.years) or (holder.years if holder else ""), ""),
        _moment(event, sign_up.created_at),
        _moment(event, ticket.checked_in_at),
        ticket.checked_in_by,
        ticket.letters,
    )


def _moment(event: Event, at: dt.datetime | None) -> dt.datetime | None:
    """By the clocks of the evening's zone."""
    return at.astimezone(event.zone).replace(tzinfo=None) if at else None
