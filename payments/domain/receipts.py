"""Receipts and credit notes: numbered without a gap per series, and fixed in what they say."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from attendees.domain.letters import Paper
from events.models import Series
from foundation.lib import dates, links
from payments.models import Payment, Receipt, ReceiptCounter, Refund

REPEATED = (
    "series_id", "supplier_name", "supplier_address", "vat_number", "vat_percent",
    "payer_name", "payer_company", "payer_address", "currency",
)  # fmt: skip


def issue(payment: Payment, *, now: dt.datetime) -> Receipt:
    """The receipt of a payment that succeeded, once. In the caller's transaction, under the payment's row lock.

    With a VAT number of the series it is a simplified VAT invoice: tax inside, and the day of payment as time of
    supply, because it comes before the evening (HMRC Notice 700, sections 14.2 and 16.6).
    """
    found = payment.receipts.filter(kind=Receipt.RECEIPT).first()
    if found:
        return found
    event = payment.sign_up.event
    series = event.series
    return Receipt.objects.create(
        series=series,
        number=_take_number(series),
        kind=Receipt.RECEIPT,
        payment=payment,
        issued_at=now,
        supplied_at=payment.paid_at or now,
        supplier_name=series.supplier_name or series.name,
        supplier_address=series.supplier_address,
        vat_number=series.vat_number,
        vat_percent=series.vat_percent if series.vat_number else 0,
        payer_name=payment.payer_name,
        payer_company=payment.payer_company,
        payer_address=payment.payer_address,
        description=f"{event.title}, {dates.day(event.starts_at, event.zone)}"[:300],
        quantity=payment.quantity,
        amount=payment.amount,
        currency=payment.currency,
    )


def credit(refund: Refund, *, now: dt.datetime) -> Receipt:
    """The credit note of a refund that is done, once; it repeats supplier, payer and VAT of the payment's receipt.

    In the caller's transaction, under the payment's row lock. The second try of a refund that came back takes over
    the note of the first.
    """
    found = Receipt.objects.filter(refund=refund).first()
    if found:
        return found
    taken_over = refund.instead_of_id and Receipt.objects.filter(refund=refund.instead_of_id).update(refund=refund)
    if taken_over:
        return Receipt.objects.get(refund=refund)
    receipt = issue(refund.payment, now=now)
    return Receipt.objects.create(
        number=_take_number(receipt.series),
        kind=Receipt.CREDIT_NOTE,
        payment=refund.payment,
        refund=refund,
        issued_at=now,
        supplied_at=receipt.supplied_at,
        description=f"Money back for {receipt.description}"[:300],
        amount=refund.amount,
        **{name: getattr(receipt, name) for name in REPEATED},
    )


def address_to(receipt: Receipt, *, company: str, address: str) -> None:
    """Put the payer's company and address on a receipt and on the credit notes that follow it; nothing else of it
    ever changes.
    """
    with transaction.atomic():
        Payment.objects.filter(receipts=receipt).update(payer_company=company, payer_address=address)
        Receipt.objects.filter(payment=receipt.payment).update(payer_company=company, payer_address=address)
    receipt.refresh_from_db(fields=["payer_company", "payer_address"])


def paper(receipt: Receipt) -> Paper:
    """The receipt as the confirmation mail carries it."""
    lines = [f"{receipt.quantity} × {receipt.description}" if receipt.quantity > 1 else receipt.description]
    return Paper(
        number=receipt.written_number,
        url=links.to("payments:receipt", receipt.code),
        money=receipt.money,
        lines=tuple(lines),
    )


def _take_number(series: Series) -> int:
    """The series' next number. The row stays locked to the end of the transaction, so a number that is rolled back is
    given to the next one.
    """
    ReceiptCounter.objects.bulk_create([ReceiptCounter(series=series)], ignore_conflicts=True)
    ReceiptCounter.objects.filter(series=series).update(next=F("next") + 1)
    return ReceiptCounter.objects.values_list("next", flat=True).get(series=series) - 1
