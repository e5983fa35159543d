"""The same money told of many times at once, on real connections: one ticket, one receipt, one mail, one refund."""

import datetime as dt
import time

import pytest
from django.db import transaction
from django.test import Client

from attendees.domain import moves, tickets, wishes
from attendees.domain import sign_up as sign_ups
from attendees.models import Ticket
from events.models import Places
from foundation.lib import clock, states
from foundation.mail.models import Message
from payments.domain import goodwill, inbox, receipts, reconcile, refunds, settlement
from payments.models import Payment, Receipt, ReceiptCounter, Refund, StripeEvent
from tests.payments.money import balance
from tests.support import careless
from tests.support.at_once import at_once, raised
from tests.support.buyers import Buyer
from tests.support.factories import EventFactory, PaymentFactory, SignUpFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture
def event(series):
    return EventFactory(series=series, slug="june", capacity=1)


@pytest.fixture
def paid(bank, event):
    """`paid()` is a new hold of the only place that was paid a moment ago."""

    def pay():
        payment = bank.checkout(SignUpFactory(event=event, state="held"))
        bank.pay(payment)
        return payment

    return pay


def settle(payment):
    return lambda: settlement.settle(payment.pk, now=clock.now())


def state(payment):
    return payment.sign_up.tickets.get().state


def taken(event):
    return Places.objects.get(event=event).taken


@pytest.fixture
def slow_moves(monkeypatch):
    """A moment passes between looking at a payment and moving it."""
    guard = states.move

    def move(row, to, **fields):
        time.sleep(0.05)
        guard(row, to, **fields)

    monkeypatch.setattr(states, "move", move)


@pytest.fixture
def without_moves(monkeypatch, without_row_locks):
    """Nobody looks a second time: each of two believes to be the first."""

    def move(row, to, **fields):
        for name, value in {"state": to, **fields}.items():
            setattr(row, name, value)

    monkeypatch.setattr(states, "move", careless.once_all_are_there(move, 2))


def test_webhook_landing_and_reconcile_at_once_are_one_ticket(paid, slow_moves):
    payment = paid()

    outcomes = at_once(*[settle(payment)] * 8)

    assert raised(outcomes) == []
    assert state(payment) == "valid"
    assert (Receipt.objects.count(), Refund.objects.count()) == (1, 0)
    assert Message.objects.filter(template="attendees/confirmed").count() == 1


def test_webhook_landing_page_and_reconcile_at_the_same_time_are_one_ticket(bank, series, slow_moves):
    """R10, by the ways that wake settlement in the product."""
    for _ in range(5):
        payment = bank.checkout(SignUpFactory(event=EventFactory(series=series), state="held"))
        Payment.objects.update(created_at=clock.real_now() - dt.timedelta(minutes=2))
        bank.pay(payment)
        assert set(bank.courier()) == {200}

        outcomes = at_once(
            lambda: inbox.process(now=clock.now()),
            lambda: reconcile.ask(now=clock.now()),
            *[lambda page=f"/p/{payment.code}/?session={payment.session_id}": Client().get(page).status_code] * 2,
        )

        assert raised(outcomes) == []
        assert (state(payment), payment.receipts.count(), payment.refunds.count()) == ("valid", 1, 0)
        assert Message.objects.filter(key=f"confirmed:{payment.sign_up_id}").count() == 1


def test_without_the_guards_the_same_settling_goes_wrong(paid, without_moves):
    payment = paid()

    outcomes = at_once(*[settle(payment)] * 2)

    assert raised(outcomes) != []  # the receipt's constraint is the last that holds


@pytest.mark.slow
def test_same_webhook_50_times_at_once_is_one_ticket_and_one_mail(bank, paid, product):
    payment = paid()
    bank.desk.settle()
    body, signature = next(got for got in bank.desk.inbox.got if "checkout.session.completed" in got[0])
    product.with_env(STRIPE_API_URL=bank.desk.url, STRIPE_WEBHOOK_SECRET="whsec_practice")
    product.web(workers=2, threads=16)

    def post():
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
        return Buyer(product.url, "").ask("POST", "/stripe/webhook/", body, **headers).status

    statuses = [one.value for one in at_once(*[post] * 50)]
    outcomes = at_once(*[lambda: inbox.process(now=clock.now())] * 4)

    assert set(statuses) == {200}
    assert raised(outcomes) == []
    assert StripeEvent.objects.filter(type="checkout.session.completed").count() == 1
    assert (state(payment), Ticket.objects.count()) == ("valid", 1)
    assert Message.objects.filter(template="attendees/confirmed").count() == 1


def test_hold_that_lapses_while_it_is_paid_is_ticket_or_refund(paid, event):
    race_for_the_place(paid, event, times=25)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_200_holds_that_lapse_while_they_are_paid_are_ticket_or_refund(paid, event):
    race_for_the_place(paid, event, times=200)


def race_for_the_place(paid, event, *, times):
    """One place. Its hold lapses, another buyer wants it, and the money arrives: all at once, in any order."""
    for number in range(times):
        payment = paid()
        Ticket.objects.filter(sign_up=payment.sign_up).update(held_until=clock.now())
        wish = wishes.Wish(name="Ben", email=f"ben{number}@mail.example")
        acts = [
            settle(payment),
            lambda: tickets.expire_lapsed(event.pk, now=clock.now()),
            lambda wish=wish: sign_ups.take(event, wish, now=clock.now()),
        ]

        outcomes = at_once(*(acts if number % 2 else reversed(acts)))

        has_ticket, has_refund = state(payment) == "valid", payment.refunds.exists()
        assert set(raised(outcomes)) <= {"Full"}
        assert has_ticket != has_refund
        assert taken(event) == Ticket.objects.live().count() == 1
        _clear(event)


def _clear(event):
    tickets.cancel(Ticket.objects.live(), reason="person", now=clock.now())
    assert taken(event) == 0


@pytest.fixture
def slow_look(monkeypatch):
    """What is left is looked at, and a moment passes before anything is written."""
    look = refunds.left

    def left(payment):
        found = look(payment)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(refunds, "left", left)


@pytest.fixture
def payment(series):
    """£10 for two places."""
    event = EventFactory(series=series, capacity=10)
    return PaymentFactory(sign_up=SignUpFactory(event=event, people=["Ada", "Amy"]))


def owe_twice(payment):
    def owe(key):
        return lambda: refunds.owe(payment, key=key, amount=600, reason="sorry", by="Olivia", now=clock.now())

    return at_once(owe("desk:1"), owe("desk:2"))


def test_refunds_at_once_are_never_more_than_was_paid(payment, slow_look):
    outcomes = owe_twice(payment)

    assert raised(outcomes) == ["PaymentRefused"]
    assert balance() == 400


def test_without_the_lock_the_same_refunds_are_too_much(payment, monkeypatch, without_row_locks):
    monkeypatch.setattr(refunds, "left", careless.looked_at_by_all(refunds.left, 2))

    owe_twice(payment)

    assert sum(payment.refunds.values_list("amount", flat=True)) > payment.amount


def test_double_click_at_the_desk_sends_money_once(payment, slow_look):
    place = payment.sign_up.tickets.get(seat=1)

    def click():
        return goodwill.take_back(place, amount=500, reason="sorry", token="1", by="Olivia", now=clock.now())

    outcomes = at_once(*[click] * 5)

    assert raised(outcomes) == []
    assert [refund.amount for refund in Refund.objects.all()] == [500]
    assert Ticket.objects.live().count() == taken(payment.sign_up.event) == 1


def test_refund_sent_by_two_workers_goes_back_once(bank, paid):
    payment = paid()
    settlement.settle(payment.pk, now=clock.now())
    refund = refunds.owe(payment, key="desk:1", amount=500, reason="sorry", by="Olivia", now=clock.now())

    def send():
        refunds.send(Refund.objects.get(pk=refund.pk), now=clock.now())

    outcomes = at_once(*[send] * 5)

    payment.refresh_from_db()
    sent = bank.desk.client.v1.refunds.list({"payment_intent": payment.intent_id}).data
    assert raised(outcomes) == []
    assert [(one.amount, one.status) for one in sent] == [(500, "succeeded")]
    assert (Refund.objects.get().state, Receipt.objects.filter(kind="credit").count()) == ("done", 1)


def unpapered(series, count):
    """Payments without a receipt."""
    made = [PaymentFactory(sign_up=SignUpFactory(event=EventFactory(series=series))) for _ in range(count)]
    Receipt.objects.all().delete()
    ReceiptCounter.objects.all().delete()
    return made


def issue(payment):
    def act():
        with transaction.atomic():
            return receipts.issue(Payment.objects.get(pk=payment.pk), now=clock.now())

    return act


def test_receipts_at_once_have_no_gap_and_no_double(series):
    made = unpapered(series, 20)

    outcomes = at_once(*(issue(payment) for payment in made))

    assert raised(outcomes) == []
    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, 21))


def test_without_the_counter_the_same_receipts_collide(series, monkeypatch):
    made = unpapered(series, 20)

    def highest_and_one(series):
        return Receipt.objects.filter(series=series).count() + 1

    monkeypatch.setattr(receipts, "_take_number", careless.looked_at_by_all(highest_and_one, 20))

    assert raised(at_once(*(issue(payment) for payment in made))) == ["IntegrityError"] * 19


def test_refund_from_the_dashboard_while_the_ticket_moves_leaves_no_ticket(bank, series):
    """Whoever is first: in the end the money is gone and no ticket is left, on either evening."""
    for _ in range(5):
        here, there = EventFactory(series=series), EventFactory(series=series)
        payment = bank.checkout(SignUpFactory(event=here, state="held"))
        bank.pay(payment)
        settlement.settle(payment.pk, now=clock.now())
        payment.refresh_from_db()
        bank.refund(payment)
        bank.courier()
        mine = list(payment.sign_up.tickets.select_related("sign_up__event"))

        at_once(
            lambda: inbox.process(now=clock.now()),
            lambda mine=mine, there=there: moves.move(mine, to=there, by="Ada", now=clock.now()),
        )
        StripeEvent.objects.all().delete()

        assert Ticket.objects.live().count() == taken(here) == taken(there) == 0
