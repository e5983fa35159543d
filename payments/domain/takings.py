"""What an evening took, what went back and what is to be looked at; read only, a constant number of queries."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from events.models import Event
from foundation.lib.money import Money
from payments.models import Dispute, Payment, Refund, TillEntry, Unmatched


@dataclass(frozen=True)
class Takings:
    """All in the event's currency. `fees` is what Stripe kept, as far as it is booked; it does not come back with a
    refund.
    """

    by_card: Money
    at_door: Money
    sent_back: Money
    contested: Money
    fees: Money

    @property
    def left(self) -> Money:
        return self.by_card + self.at_door - self.sent_back - self.contested - self.fees


def of(event: Event) -> Takings:
    """Of the sign-ups made for this evening; money of a place that was moved stays where it was paid."""
    paid = Payment.objects.succeeded().filter(sign_up__event=event)
    back = Refund.objects.standing().filter(payment__sign_up__event=event)
    contested = Dispute.objects.took_money().filter(payment__sign_up__event=event)
    till = TillEntry.objects.filter(event=event, undone_at=None)
    sums = paid.aggregate(amount=Sum("amount"), fees=Sum("fee_amount"))
    return Takings(
        by_card=_money(event, sums["amount"]),
        at_door=_money(event, till.aggregate(sum=Sum("amount"))["sum"]),
        sent_back=_money(event, back.aggregate(sum=Sum("amount"))["sum"]),
        contested=_money(event, contested.aggregate(sum=Sum("amount"))["sum"]),
        fees=_money(event, sums["fees"]),
    )


def to_look_at(event: Event) -> "QuerySet[Unmatched]":
    """Of this evening, or of none that we know; unsettled, oldest first."""
    return Unmatched.objects.filter(Q(event=event) | Q(event=None), settled_at=None).order_by("pk")


def _money(event: Event, amount: int | None) -> Money:
    return Money(amount or 0, event.currency)
