"""The accountant's file: every movement once, with its paper, and sums that are those of the pages."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from events.models import Event
from foundation.lib import clock
from payments.domain import money_file, receipts, till
from payments.models import Dispute, Refund
from tests.payments.money import file_sums, page_sums
from tests.support.factories import EventFactory, PaymentFactory, RefundFactory, SignUpFactory, UnmatchedFactory

pytestmark = pytest.mark.usefixtures("frozen")
LONDON = ZoneInfo("Europe/London")
LATER = dt.timedelta(minutes=1)


def rows(**chosen):
    return [
        dict(zip(money_file.HEAD, row, strict=True)) for row in money_file.rows(Event.objects.filter(**chosen), LONDON)
    ]


@pytest.fixture
def busy(event, frozen):
    """Ada paid £10, £5 of it went back; Ben's bank took £5 back; Cem paid in cash, Dan by card at the door."""
    ada = PaymentFactory(sign_up=SignUpFactory(event=event, buyer__name="Ada", people=["Ada", "Amy"]))
    frozen.move(minutes=1)
    back = RefundFactory(
        payment=ada, state=Refund.DONE, failure="", done_at=clock.now(), stripe_id="re_1", reason="ill", by="Henry"
    )
    receipts.credit(back, now=clock.now())
    frozen.move(minutes=1)
    ben = PaymentFactory(sign_up=SignUpFactory(event=event, buyer__name="Ben"), fee_amount=None)
    dispute = {"payment": ben, "amount": 500, "currency": "gbp", "opened_at": clock.now() + LATER}
    Dispute.objects.create(stripe_id="dp_1", state="needs_response", **dispute)
    Dispute.objects.create(stripe_id="dp_2", state="won", **dispute)
    frozen.move(minutes=2)
    for way, name in (("cash", "Cem"), ("card", "Dan"), ("cash", "Eve")):
        sign_up = SignUpFactory(event=event, buyer__name=name, way="door")
        [entry] = till.take([sign_up], way=way, key=name, by="Henry", now=clock.now())
        frozen.move(minutes=1)
    till.undo(entry, by="Henry", now=clock.now())
    RefundFactory(payment=ada)
    UnmatchedFactory(event=event)
    return event


def test_every_movement_is_a_line_with_its_paper(busy):
    found = [(row["Kind"], row["Who"], row["Sum"], row["Receipt or credit note"], row["By"]) for row in rows()]

    assert found == [
        ("paid by card", "Ada", Decimal("10.00"), "PMO-LONDON-00001", ""),
        ("Stripe’s fee", "Stripe", Decimal("-0.27"), "", ""),
        ("sent back", "Ada", Decimal("-5.00"), "PMO-LONDON-00002", "Henry"),
        ("paid by card", "Ben", Decimal("5.00"), "PMO-LONDON-00003", ""),
        ("taken back by the payer’s bank", "Ben", Decimal("-5.00"), "", ""),
        ("cash at the door", "Cem", Decimal("5.00"), "", "Henry"),
        ("card at the door", "Dan", Decimal("5.00"), "", "Henry"),
    ]


def test_times_are_by_the_clocks_of_the_series(busy):
    first = rows()[0]

    assert first["When"].isoformat() == "2026-06-01T13:00:00"
    assert first["Date of the evening"] == dt.date(2026, 6, 8)


def test_sums_are_those_of_the_evening_and_of_the_series(busy, series):
    other = EventFactory(series=series)
    PaymentFactory(sign_up=SignUpFactory(event=other))
    euro = EventFactory(series=series, currency="eur")
    PaymentFactory(sign_up=SignUpFactory(event=euro))
    PaymentFactory()

    assert file_sums(pk=busy.pk) == page_sums(pk=busy.pk) == {"gbp": 1000 - 27 - 500 + 500 - 500 + 500 + 500}
    assert file_sums(series=series) == page_sums(series=series) == {"gbp": 1473 + 473, "eur": 473}


def test_vat_inside_is_said_when_the_paper_says_it(event):
    event.series.vat_number, event.series.vat_percent = "GB123456789", 20
    event.series.save()
    payment = PaymentFactory(sign_up=SignUpFactory(event=event))
    back = RefundFactory(payment=payment, state=Refund.DONE, failure="", amount=250, done_at=clock.now() + LATER)
    receipts.credit(back, now=clock.now())

    assert [row["VAT inside"] for row in rows()] == [Decimal("0.83"), "", Decimal("-0.42")]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(series, django_assert_num_queries, count):
    for _ in range(count):
        event = EventFactory(series=series)
        RefundFactory(payment=PaymentFactory(sign_up=SignUpFactory(event=event)), state=Refund.DUE, failure="")
        till.take([SignUpFactory(event=event, way="door")], way="cash", key=str(event), by="Henry", now=clock.now())

    with django_assert_num_queries(5):
        rows()
