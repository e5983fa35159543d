"""Receipts: numbered without a gap per series, plain or with VAT, fixed once issued."""

import pytest
from django.db import transaction

from foundation.lib import clock
from payments.domain import receipts
from payments.models import Receipt
from tests.support.factories import EventFactory, SignUpFactory


@pytest.fixture
def pay(bank):
    """`pay(event)` is somebody's paid sign-up; gives the receipt."""

    def pay(event, people=1):
        payment = bank.checkout(SignUpFactory(event=event, people=["Ada"] * people, state="held"))
        bank.pay(payment)
        bank.deliver()
        return Receipt.objects.get(payment=payment)

    return pay


def test_numbers_count_up_without_a_gap_in_each_series(pay, event):
    elsewhere = EventFactory()

    numbers = [pay(event).number, pay(elsewhere).number, pay(event).number, pay(event).number]

    assert numbers == [1, 1, 2, 3]


def test_number_that_is_rolled_back_is_given_to_the_next(pay, event):
    first = pay(event)
    with transaction.atomic():
        lost = receipts._take_number(event.series)
        transaction.set_rollback(True)

    assert (first.number, lost, pay(event).number) == (1, 2, 2)


def test_receipt_without_vat_number_has_no_vat(pay, event):
    receipt = pay(event, people=2)

    assert (receipt.supplier_name, receipt.vat_number, receipt.vat_percent, receipt.tax.amount) == (
        "Series Ltd", "", 0, 0,
    )  # fmt: skip
    assert (receipt.quantity, receipt.amount, receipt.written_number) == (2, 1000, "PMO-LONDON-00001")


def test_receipt_with_vat_number_is_a_vat_invoice(pay, event):
    event.series.__class__.objects.update(
        supplier_name="PMO Ltd", supplier_address="1 Long Lane", vat_number="GB123456789", vat_percent=20
    )

    receipt = pay(event)

    assert (receipt.supplier_name, receipt.supplier_address, receipt.vat_number) == (
        "PMO Ltd",
        "1 Long Lane",
        "GB123456789",
    )
    assert (receipt.amount, receipt.tax.amount, receipt.supplied_at) == (500, 83, receipt.payment.paid_at)


@pytest.mark.parametrize(
    ("amount", "percent", "tax"), [(500, 20, 83), (600, 20, 100), (1, 20, 0), (3, 20, 1), (1050, 5, 50), (999, 0, 0)]
)
def test_tax_inside_is_rounded_to_the_nearest_penny(amount, percent, tax):
    assert Receipt(amount=amount, vat_percent=percent, currency="gbp").tax.amount == tax


def test_receipt_does_not_change_with_the_series(pay, event):
    receipt = pay(event)
    type(event.series).objects.update(supplier_name="Somebody Else", vat_number="GB1")

    again = receipts.issue(receipt.payment, now=clock.now())

    assert (again.pk, again.supplier_name, again.vat_number) == (receipt.pk, receipt.supplier_name, "")


def test_payer_may_add_company_and_address_and_nothing_else(pay, event):
    receipt = pay(event)

    receipts.address_to(receipt, company="Mill Lane Hospital", address="2 Mill Lane\nLeeds")

    after = Receipt.objects.get()
    assert (after.payer_company, after.payer_address) == ("Mill Lane Hospital", "2 Mill Lane\nLeeds")
    assert (after.number, after.amount, after.payer_name) == (receipt.number, receipt.amount, receipt.payer_name)


def test_confirmation_mail_carries_the_receipt(pay, event, mailoutbox):
    receipt = pay(event)

    paper = receipts.paper(receipt)

    assert paper.number == "PMO-LONDON-00001"
    assert paper.url.endswith(f"/receipts/{receipt.code}/")
