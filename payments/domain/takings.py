"""What an evening took, what went back and what is to be looked at; read only, one query each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Subquery, Sum

from attendees.models import SignUp, Ticket
from events.models import Event
from foundation.lib.money import Money
from payments.models import Dispute, Payment, Refund, TillEntry, Unmatched


@dataclass(frozen=True)
class Takings:
    """All in the event's currency. `fees` is what Stripe kept, as far as it is booked; it does not come back with a
    refund. `owed_at_door` is still to be taken there.
    """

    by_card: Money
    at_door: Money
    sent_back: Money
    contested: Money
    fees: Money
    owed_at_door: Money

    @property
    def left(self) -> Money:
        return self.by_card + self.at_door - self.sent_back - self.contested - self.fees


def of(event: Event) -> Takings:
    """Of the sign-ups made for this evening; money of a place that was moved stays where it was paid."""
    paid = Payment.objects.succeeded().filter(sign_up__event=event)
    owed = Ticket.objects.for_event(event.pk).valid().filter(sign_up__way=SignUp.DOOR, sign_up__paid_at_door_at=None)
    back = Refund.objects.standing().filter(payment__sign_up__event=event)
    contested = Dispute.objects.took_money().filter(payment__sign_up__event=event)
    sums = Event.objects.filter(pk=event.pk).values_list(
        _sum(paid, "sign_up__event"),
        _sum(TillEntry.objects.filter(event=event, undone_at=None), "event"),
        _sum(back, "payment__sign_up__event"),
        _sum(contested, "payment__sign_up__event"),
        _sum(paid, "sign_up__event", field="fee_amount"),
        _sum(owed, "event", field="sign_up__price_amount"),
    )
    return Takings(*(Money(amount or 0, event.currency) for amount in sums.get()))


def to_look_at(event: Event) -> "QuerySet[Unmatched]":
    """Of this evening, or of none that we know; unsettled, oldest first."""
    return Unmatched.objects.filter(Q(event=event) | Q(event=None), settled_at=None).order_by("pk")


def _sum(rows: "QuerySet[Any]", by: str, *, field: str = "amount") -> Subquery:
    """The sum over rows that all belong to one event, which `by` leads to."""
    return Subquery(rows.order_by().values(by).annotate(sum=Sum(field)).values("sum"))
