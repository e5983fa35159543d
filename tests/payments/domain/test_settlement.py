"""From Stripe's answer to a ticket or a refund: once, whoever wakes it and how often."""

import pytest

from attendees.domain import tickets
from attendees.models import Ticket
from foundation.lib import clock
from foundation.mail.models import Message
from payments.domain import checkout, inbox, settlement
from payments.models import Payment, Receipt, Refund, StripeEvent, Unmatched
from tests.payments.money import balance
from tests.support.factories import EventFactory, SignUpFactory


@pytest.fixture
def held(event, ada):
    """Ada's unpaid hold of two places."""
    return SignUpFactory(event=event, buyer=ada.profile, people=["Ada", "Amy"], state="held")


def states(sign_up):
    return list(sign_up.tickets.order_by("seat").values_list("state", flat=True))


def lapse(sign_up):
    tickets.expire(sign_up, now=clock.now())


def fill(event):
    event.places.refresh_from_db()
    SignUpFactory(event=event, people=["Somebody"] * event.places.left)


def keys(template):
    return list(Message.objects.filter(template=template).values_list("key", flat=True))


def test_paid_session_makes_tickets_receipt_and_one_mail(bank, held):
    payment = bank.checkout(held)
    bank.pay(payment)

    bank.deliver()

    payment.refresh_from_db()
    receipt = Receipt.objects.get()
    assert states(held) == ["valid", "valid"]
    assert (payment.state, payment.amount, payment.fee_amount > 0) == ("succeeded", 1000, True)
    assert (receipt.number, receipt.kind, receipt.amount, receipt.quantity, receipt.payment) == (
        1, "receipt", 1000, 2, payment,
    )  # fmt: skip
    assert keys("attendees/confirmed") == [f"confirmed:{held.pk}"]
    assert balance() == 1000


def test_settling_twice_changes_nothing(bank, held):
    payment = bank.checkout(held)
    bank.pay(payment)
    settlement.settle(payment.pk, now=clock.now())
    before = list(Message.objects.values_list("key", flat=True))

    settlement.settle(payment.pk, now=clock.now())
    bank.deliver()
    bank.sweep()

    assert list(Message.objects.values_list("key", flat=True)) == before
    assert (Receipt.objects.count(), Refund.objects.count()) == (1, 0)


def test_unpaid_session_changes_nothing(bank, held):
    payment = bank.checkout(held)

    settled = settlement.settle(payment.pk, now=clock.now())

    assert settled.state == Payment.OPEN
    assert states(held) == ["held", "held"]


def test_expired_session_gives_the_places_back(bank, held, event):
    payment = bank.checkout(held)
    bank.expire(payment)

    bank.deliver()

    event.places.refresh_from_db()
    payment.refresh_from_db()
    assert (payment.state, states(held), event.places.taken) == ("expired", ["expired", "expired"], 0)


def test_paid_after_the_hold_with_room_left_is_a_ticket(bank, held, event):
    payment = bank.checkout(held)
    bank.pay(payment)
    lapse(held)

    bank.deliver()

    event.places.refresh_from_db()
    assert (states(held), event.places.taken) == (["valid", "valid"], 2)
    assert Refund.objects.count() == 0


def test_paid_after_the_hold_and_full_goes_back_once_with_one_apology(bank, held, event):
    payment = bank.checkout(held)
    bank.pay(payment)
    lapse(held)
    fill(event)

    bank.deliver()
    for _ in range(2):
        bank.sweep()
        bank.deliver()

    refund = Refund.objects.get()
    event.places.refresh_from_db()
    assert states(held) == ["expired", "expired"]
    assert (refund.key, refund.amount, refund.state) == (f"late:{payment.pk}", 1000, "done")
    assert keys("payments/late") == [f"late:{payment.pk}"]
    assert keys("attendees/confirmed") == []
    assert event.places.taken == event.places.capacity
    assert balance() == 0


def test_paid_for_an_evening_that_was_cancelled_meanwhile_goes_back(bank, held, event):
    payment = bank.checkout(held)
    bank.pay(payment)
    type(event).objects.filter(pk=event.pk).update(state="cancelled", cancelled_at=clock.now())

    bank.deliver()
    bank.sweep()

    assert states(held) == ["expired", "expired"]
    assert Refund.objects.get().amount == 1000
    assert balance() == 0


def test_paid_for_an_evening_that_is_over_goes_back(bank, held, event, frozen):
    payment = bank.checkout(held)
    bank.pay(payment)
    frozen.set(event.ends_at)

    bank.deliver()
    bank.sweep()

    assert Refund.objects.get().amount == 1000
    assert states(held) == ["expired", "expired"]


def test_paid_twice_for_the_same_places_goes_back_once(bank, held):
    first = bank.checkout(held)
    Payment.objects.filter(pk=first.pk).update(state="expired")
    second = bank.checkout(held)
    bank.pay(first)
    bank.pay(second)

    bank.deliver()
    bank.sweep()

    assert states(held) == ["valid", "valid"]
    assert Refund.objects.get().amount == 1000
    assert balance() == 1000


@pytest.mark.parametrize("change", [{"amount_total": 900}, {"currency": "eur"}, {"client_reference_id": "other"}])
def test_session_that_differs_is_no_ticket_but_an_alarm(bank, held, event, change):
    payment = bank.checkout(held)
    bank.pay(payment)
    bank.change(payment, **change)

    bank.deliver()
    bank.sweep()

    payment.refresh_from_db()
    row = Unmatched.objects.get()
    assert (payment.state, states(held)) == ("failed", ["expired", "expired"])
    assert (row.key, row.event, row.settled_at) == (f"payment:{payment.code}", event, None)
    assert keys("payments/money_to_look_at") == [f"unmatched:{row.pk}:{event.series_id}"]
    assert Receipt.objects.count() == 0


@pytest.mark.parametrize("is_full", [False, True])
def test_webhook_three_days_late_is_a_ticket_while_there_is_room_and_else_one_refund(
    bank, held, event, frozen, is_full
):
    """R12."""
    payment = bank.checkout(held)
    bank.pay(payment)
    lapse(held)
    if is_full:
        fill(event)
    frozen.move(days=3)

    for _ in range(2):
        bank.deliver()
        bank.sweep()

    refunds = list(Refund.objects.values_list("key", "amount", "state"))
    assert (states(held), refunds, keys("payments/late")) == (
        (["expired"] * 2, [(f"late:{payment.pk}", 1000, "done")], [f"late:{payment.pk}"])
        if is_full
        else (["valid"] * 2, [], [])
    )
    assert balance() == (0 if is_full else 1000)


def test_cancelled_place_of_a_hold_that_is_then_paid_goes_back(bank, held):
    payment = bank.checkout(held)
    tickets.cancel([held.tickets.get(seat=2)], reason="person", now=clock.now())
    bank.pay(payment)

    bank.deliver()
    bank.sweep()

    assert states(held) == ["valid", "cancelled"]
    assert Refund.objects.get().amount == 500
    assert balance() == 500


def test_session_whose_id_we_lost_is_known_by_our_reference(bank, held):
    payment = bank.checkout(held)
    bank.pay(payment)
    Payment.objects.filter(pk=payment.pk).update(session_id="", session_url="")

    bank.deliver()

    assert states(held) == ["valid", "valid"]


def test_money_without_an_order_is_listed_once(bank, held):
    payment = bank.checkout(held)
    bank.pay(payment)
    Payment.objects.all().delete()

    bank.deliver()
    StripeEvent.objects.update(state="received")
    inbox.process(now=clock.now())

    row = Unmatched.objects.get()
    assert (row.key, row.amount, row.currency, row.event) == (f"session:{payment.session_id}", 1000, "gbp", None)


def test_hold_is_not_lost_while_stripe_is_down(bank, held):
    payment = bank.checkout(held)
    bank.pay(payment)
    bank.courier()
    bank.be("unavailable")
    inbox.process(now=clock.now())
    waiting = StripeEvent.objects.filter(state="received").count()

    bank.be("none")
    inbox.process(now=clock.now())

    assert waiting > 0
    assert states(held) == ["valid", "valid"]


def test_other_evening_is_not_touched(bank, held):
    other = SignUpFactory(event=EventFactory(), people=["Zoe"], state="held")
    payment = bank.checkout(held)
    bank.pay(payment)

    bank.deliver()

    assert Ticket.objects.get(sign_up=other).state == "held"
    assert checkout.begin(other, now=clock.now()).state == "open"
