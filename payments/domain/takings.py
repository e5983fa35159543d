"""What evenings took, what went back and what is to be looked at; read only, one query however many evenings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import reduce
from operator import add
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from attendees.domain import door_money
from attendees.models import Ticket
from events.models import Event
from foundation.lib.money import Money
from payments.models import Dispute, Payment, Refund, TillEntry, Unmatched


@dataclass(frozen=True)
class Takings:
    """All in one currency. `fees` is what Stripe kept, as far as it is booked; it does not come back with a refund.
    `unmatched` is what nobody has looked at yet, and counts for nothing until then. `owed_at_door` is still to be
    taken there.
    """

    by_card: Money
    cash: Money
    card_at_door: Money
    sent_back: Money
    contested: Money
    fees: Money
    unmatched: Money
    owed_at_door: Money

    @property
    def at_door(self) -> Money:
        return self.cash + self.card_at_door

    @property
    def left(self) -> Money:
        return self.by_card + self.at_door - self.sent_back - self.contested - self.fees

    def __add__(self, other: "Takings") -> "Takings":
        return Takings(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def of(event: Event) -> Takings:
    """Of the sign-ups made for this evening; money of a place that was moved stays where it was paid."""
    return of_each(Event.objects.filter(pk=event.pk))[event.pk]


def of_each(events: QuerySet[Event]) -> Mapping[int, Takings]:
    """The same for many evenings, by event id."""
    rows = events.order_by().values_list("pk", "currency", *_subqueries())
    return {pk: Takings(*(Money(amount or 0, currency) for amount in sums)) for pk, currency, *sums in rows}


def total(takings: Iterable[Takings]) -> list[Takings]:
    """Their sum, one for each currency."""
    by_currency: dict[str, list[Takings]] = {}
    for one in takings:
        by_currency.setdefault(one.by_card.currency, []).append(one)
    return [reduce(add, same) for same in by_currency.values()]


def to_look_at(event: Event) -> "QuerySet[Unmatched]":
    """What of it nobody has settled, oldest first."""
    return found_strange(event).filter(settled_at=None).order_by("pk")


def found_strange(event: Event) -> "QuerySet[Unmatched]":
    """Money of this evening, or of none that we know, that matches nothing, settled or not."""
    return Unmatched.objects.filter(Q(event=event) | Q(event=None))


def _subqueries() -> list[Subquery]:
    """In the order of the fields of Takings."""
    paid = Payment.objects.succeeded()
    taken = TillEntry.objects.filter(undone_at=None)
    owed = Ticket.objects.valid().filter(door_money.OWING)
    return [
        _sum(paid, "sign_up__event"),
        _sum(taken.filter(way=TillEntry.CASH), "event"),
        _sum(taken.filter(way=TillEntry.CARD), "event"),
        _sum(Refund.objects.standing(), "payment__sign_up__event"),
        _sum(Dispute.objects.took_money(), "payment__sign_up__event"),
        _sum(paid, "sign_up__event", field="fee_amount"),
        _sum(Unmatched.objects.filter(settled_at=None), "event"),
        _sum(owed, "event", field="sign_up__price_amount"),
    ]


def _sum(rows: "QuerySet[Any]", event: str, *, field: str = "amount") -> Subquery:
    """The sum over the rows that `event` leads from to the evening of the query around it."""
    mine = rows.filter(**{event: OuterRef("pk")}).order_by()
    return Subquery(mine.values(event).annotate(sum=Sum(field)).values("sum"))
