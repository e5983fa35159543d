"""Everybody with a place at one evening, for its host: found by name, by state, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q
from django.db.models.functions import Lower

from attendees.domain import appearances, consents, door_money, sectors, welcome
from attendees.domain.choices import Choice
from attendees.models import SignUp, Ticket, TicketQuerySet
from events.models import Event

COMING, INSIDE, TO_COME, TO_PAY, FIRST, ACCESS, UNPAID, GONE = (
    "coming", "inside", "to-come", "to-pay", "first", "access", "unpaid", "gone",
)  # fmt: skip
LABELS = {
    COMING: "Everybody coming",
    INSIDE: "Inside",
    TO_COME: "Not yet in",
    TO_PAY: "To pay at the door",
    FIRST: "First time",
    ACCESS: "Access needs",
    UNPAID: "Paying now",
    GONE: "Cancelled",
}
WAYS = {SignUp.FREE: "free", SignUp.CARD: "by card", SignUp.HOST: "put on the list"}


@dataclass(frozen=True)
class Person:
    """One ticket as the list shows it. `beside` is who took the place, when that is somebody else.

    `is_welcome`: no host has said that they are not to come again.
    """

    ticket: Ticket
    nth: int | None
    is_first_timer: bool
    beside: str
    paying: str
    is_welcome: bool


def find(event: Event, choice: Choice, *, with_addresses: bool) -> TicketQuerySet:
    """The tickets that `choice` fits, companions behind their buyer.

    Addresses are searched only for those who may see them.
    """
    chosen = _chosen(event, choice.show)
    if choice.sector:
        chosen = chosen.alias(sector=sectors.of_ticket()).filter(sector=choice.sector)
    if choice.news:
        chosen = chosen.filter(consents.of(OuterRef("holder"), series_id=event.series_id, news=choice.news))
    for word in choice.query.split():
        fits = Q(name__icontains=word) | Q(sign_up__name__icontains=word)
        if with_addresses:
            fits |= Q(email__icontains=word) | Q(sign_up__email__icontains=word)
        chosen = chosen.filter(fits)
    return chosen.select_related("sign_up", "access_need").order_by(Lower("sign_up__name"), "sign_up_id", "seat")


def describe(event: Event, tickets: Sequence[Ticket]) -> list[Person]:
    """What a list says of these tickets; four queries, whatever their number."""
    holders = [ticket.holder_id for ticket in tickets if ticket.holder_id]
    known = appearances.of(holders, event=event)
    unwelcome = welcome.marked(holders, event.series)
    return [
        Person(
            ticket=ticket,
            nth=known.nth(ticket.holder_id),
            is_first_timer=known.is_first_timer(ticket.holder_id) and ticket.been_before_at is None,
            beside=ticket.sign_up.name if ticket.name != ticket.sign_up.name else "",
            paying=paying(ticket),
            is_welcome=ticket.holder_id not in unwelcome,
        )
        for ticket in tickets
    ]


def paying(ticket: Ticket) -> str:
    """How this place is paid for, in words."""
    sign_up = ticket.sign_up
    if sign_up.way == SignUp.DOOR:
        return "paid at the door" if sign_up.paid_at_door_at else "pays at the door"
    if sign_up.way == SignUp.CARD and ticket.state == Ticket.VALID:
        return "paid by card"
    return WAYS[sign_up.way]


def _chosen(event: Event, show: str) -> TicketQuerySet:
    every = Ticket.objects.for_event(event.pk)
    valid = every.valid()
    if show == INSIDE:
        return valid.filter(checked_in_at__isnull=False)
    if show == TO_COME:
        return valid.filter(checked_in_at__isnull=True)
    if show == TO_PAY:
        return valid.filter(door_money.OWING)
    if show == FIRST:
        return appearances.first_timers(event)
    if show == ACCESS:
        return valid.filter(access_need__isnull=False)
    if show == UNPAID:
        return every.filter(state=Ticket.HELD)
    if show == GONE:
        return every.filter(state=Ticket.CANCELLED)
    return valid
