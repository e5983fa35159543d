"""What evenings took and gave back as rows for the accountant: one for each payment, refund, dispute, entry of the till
and fee. The sums of an evening's rows are what its page calls "left".
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from attendees.models import SignUp
from events.models import Event
from payments.models import Dispute, Payment, Receipt, Refund, TillEntry

HEAD = (
    "When", "Evening", "Date of the evening", "Kind", "Who", "Sum", "Currency", "VAT inside", "Receipt or credit note",
    "By", "Reference", "Note",
)  # fmt: skip
FOR_EVENING = "sign_up__event"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One movement of money: `amount` in minor units, below zero when it left us."""

    at: dt.datetime
    kind: str
    sign_up: SignUp
    amount: int
    currency: str
    who: str
    paper: Receipt | None = None
    by: str = ""
    reference: str = ""
    note: str = ""

    @property
    def tax(self) -> Decimal | str:
        """What of it is VAT, when its paper has a VAT number."""
        if self.paper is None or not self.paper.vat_number:
            return ""
        return _pounds(self.paper.tax.amount if self.amount > 0 else -self.paper.tax.amount)


def rows(events: QuerySet[Event], zone: ZoneInfo) -> Iterator[Sequence[object]]:
    """In order of time, shown by the clocks of `zone`. Five queries, however many evenings and payments there are."""
    lines = [*_payments(events), *_refunds(events), *_disputes(events), *_door(events)]
    for line in sorted(lines, key=lambda line: line.at):
        evening = line.sign_up.event
        yield (
            line.at.astimezone(zone).replace(tzinfo=None),
            evening.title,
            evening.starts_at.astimezone(zone).date(),
            line.kind,
            line.who,
            _pounds(line.amount),
            line.currency.upper(),
            line.tax,
            line.paper.written_number if line.paper else "",
            line.by,
            line.reference,
            line.note,
        )


def _payments(events: QuerySet[Event]) -> Iterator[Line]:
    """Each with what Stripe kept of it, as a line of its own."""
    receipts = Prefetch("receipts", Receipt.objects.filter(kind=Receipt.RECEIPT).select_related("series"))
    paid = Payment.objects.succeeded().filter(sign_up__event__in=events).select_related(FOR_EVENING)
    for payment in paid.prefetch_related(receipts).order_by("paid_at", "pk"):
        line = Line(
            at=payment.paid_at or payment.created_at,
            kind="paid by card",
            sign_up=payment.sign_up,
            amount=payment.amount,
            currency=payment.currency,
            who=payment.payer_name,
            paper=next(iter(payment.receipts.all()), None),
            reference=payment.intent_id,
        )
        yield line
        if payment.fee_amount:
            yield replace(line, kind="Stripe’s fee", amount=-payment.fee_amount, who="Stripe", paper=None)


def _refunds(events: QuerySet[Event]) -> Iterator[Line]:
    """Sent back, or on the way; not those that failed."""
    back = Refund.objects.standing().filter(payment__sign_up__event__in=events)
    found = back.select_related(f"payment__{FOR_EVENING}", "credit_note__series").order_by("pk")
    for refund in found:
        is_done = refund.state == Refund.DONE
        yield Line(
            at=refund.done_at or refund.created_at,
            kind="sent back" if is_done else "being sent back",
            sign_up=refund.payment.sign_up,
            amount=-refund.amount,
            currency=refund.currency,
            who=refund.payment.payer_name,
            paper=getattr(refund, "credit_note", None),
            by=refund.by,
            reference=refund.stripe_id,
            note=refund.reason,
        )


def _disputes(events: QuerySet[Event]) -> Iterator[Line]:
    found = Dispute.objects.took_money().filter(payment__sign_up__event__in=events)
    for dispute in found.select_related(f"payment__{FOR_EVENING}").order_by("pk"):
        yield Line(
            at=dispute.opened_at,
            kind="taken back by the payer’s bank",
            sign_up=dispute.payment.sign_up,
            amount=-dispute.amount,
            currency=dispute.currency,
            who=dispute.payment.payer_name,
            reference=dispute.stripe_id,
        )


def _door(events: QuerySet[Event]) -> Iterator[Line]:
    """What was taken at the door and not undone."""
    taken = TillEntry.objects.filter(event__in=events, undone_at=None)
    for entry in taken.select_related(FOR_EVENING).order_by("pk"):
        yield Line(
            at=entry.taken_at,
            kind="cash at the door" if entry.way == TillEntry.CASH else "card at the door",
            sign_up=entry.sign_up,
            amount=entry.amount,
            currency=entry.currency,
            who=entry.sign_up.name,
            by=entry.taken_by,
        )


def _pounds(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-2)
