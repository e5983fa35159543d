"""Stripe's webhooks may be lost, late, doubled or out of order: the result is the same."""

import datetime as dt

import pytest

from attendees.domain import tickets
from foundation.lib import clock
from foundation.sweeps.models import Lease
from payments import tasks
from payments.domain import inbox, reconcile
from payments.models import Payment, Receipt, StripeEvent, Unmatched
from tests.support.factories import EventFactory, SignUpFactory


@pytest.fixture
def held(event, ada):
    return SignUpFactory(event=event, buyer=ada.profile, people=["Ada"], state="held")


@pytest.fixture
def deaf(bank):
    """A bank whose webhooks never arrive."""
    bank.desk.control("webhooks", drop=-1)
    return bank


def older(payment, **by):
    Payment.objects.filter(pk=payment.pk).update(created_at=clock.real_now() - dt.timedelta(**by))


def state(sign_up):
    return sign_up.tickets.get().state


def test_lost_webhook_is_a_ticket_within_one_reconcile(deaf, held):
    payment = deaf.checkout(held)
    deaf.pay(payment)
    older(payment, seconds=61)

    tasks.ask_stripe()

    assert state(held) == "valid"
    assert StripeEvent.objects.count() == 0


def test_payment_younger_than_a_minute_is_left_to_its_webhook(deaf, held):
    payment = deaf.checkout(held)
    deaf.pay(payment)

    assert reconcile.ask(now=clock.now()) == 0
    assert state(held) == "held"


def test_open_payment_is_asked_about_every_few_minutes_only(deaf, held):
    payment = deaf.checkout(held)
    older(payment, minutes=2)

    asked = [reconcile.ask(now=clock.now()) for _ in range(2)]
    Payment.objects.update(asked_at=clock.real_now() - dt.timedelta(minutes=4, seconds=1))
    asked.append(reconcile.ask(now=clock.now()))

    assert asked == [1, 0, 1]


def test_each_open_payment_is_asked_within_ten_minutes(deaf, event):
    for _ in range(3):
        older(deaf.checkout(SignUpFactory(event=event, state="held")), minutes=2)

    assert reconcile.ask(now=clock.now()) == 3


def test_expired_page_that_was_paid_after_all_is_found(deaf, held):
    payment = deaf.checkout(held)
    deaf.pay(payment)
    long_ago = clock.real_now() - dt.timedelta(minutes=31)
    Payment.objects.update(state="expired", asked_at=long_ago)
    tickets.expire(held, now=clock.now())

    reconcile.ask(now=clock.now())

    assert state(held) == "valid"


def test_payment_that_never_reached_stripe_is_let_go_after_its_time(bank, held, event):
    payment = Payment.objects.create(
        sign_up=held,
        amount=500,
        currency="gbp",
        quantity=1,
        created_at=clock.real_now(),
        expires_at=clock.real_now() + dt.timedelta(minutes=31),
    )
    reconcile.ask(now=clock.now())
    before = state(held)

    Payment.objects.update(expires_at=clock.real_now())
    reconcile.ask(now=clock.now())

    payment.refresh_from_db()
    event.places.refresh_from_db()
    assert (before, payment.state, state(held), event.places.taken) == ("held", "expired", "expired", 0)


def test_stripe_down_ends_the_round_and_changes_nothing(bank, held):
    payment = bank.checkout(held)
    older(payment, minutes=2)
    bank.be("unavailable")

    asked = reconcile.ask(now=clock.now())

    payment.refresh_from_db()
    assert (asked, payment.state, payment.asked_at, state(held)) == (0, "open", None, "held")


def test_page_of_a_cancelled_hold_is_closed(bank, held):
    payment = bank.checkout(held)
    tickets.cancel(held.tickets.all(), reason="event", now=clock.now(), refund_wanted=True)

    tasks.ask_stripe()

    payment.refresh_from_db()
    assert payment.state == "expired"
    assert bank.desk.client.v1.checkout.sessions.retrieve(payment.session_id).status == "expired"


def test_missed_events_are_fetched_and_worked_on(deaf, held):
    payment = deaf.checkout(held)
    deaf.pay(payment)

    tasks.fetch_missed()
    tasks.process_inbox()

    assert state(held) == "valid"
    assert set(StripeEvent.objects.values_list("state", flat=True)) == {"processed"}


def test_fetching_reaches_back_to_the_last_time_that_it_went_well(deaf, held):
    payment = deaf.checkout(held)
    deaf.pay(payment)
    Lease.objects.create(
        name="fetch-missed", until=clock.real_now(), done_at=clock.real_now() + dt.timedelta(minutes=11)
    )

    assert reconcile.fetch_missed(sweep="fetch-missed") == 0
    Lease.objects.update(done_at=clock.real_now() - dt.timedelta(days=1))
    assert reconcile.fetch_missed(sweep="fetch-missed") > 0
    assert reconcile.fetch_missed(sweep="fetch-missed") == 0


def test_fetching_while_stripe_is_down_does_not_count_as_done(bank):
    bank.be("unavailable")

    tasks.fetch_missed()

    assert Lease.objects.get(name="fetch-missed").done_at is None


def test_payments_made_since_a_restored_backup_are_listed(deaf, held):
    payment = deaf.checkout(held)
    deaf.pay(payment)
    Payment.objects.all().delete()

    tasks.fetch_missed()
    tasks.process_inbox()

    assert list(Unmatched.objects.values_list("key", "amount")) == [(f"session:{payment.session_id}", 500)]


def test_late_fee_is_learned(deaf, held):
    payment = deaf.checkout(held)
    deaf.pay(payment)
    older(payment, minutes=2)
    reconcile.ask(now=clock.now())
    Payment.objects.update(fee_amount=None, asked_at=clock.real_now() - dt.timedelta(minutes=5))

    reconcile.learn_fees()

    payment.refresh_from_db()
    assert payment.fee_amount > 0


@pytest.mark.parametrize("mess", [{"duplicate": 3}, {"shuffle": True}, {"duplicate": 2, "shuffle": True}])
def test_doubled_and_shuffled_webhooks_make_one_ticket(bank, held, mess):
    bank.desk.control("webhooks", **mess)
    payment = bank.checkout(held)
    bank.pay(payment)

    bank.desk.control("fast-forward", seconds=1)
    bank.deliver()
    payment.refresh_from_db()
    bank.refund(payment)
    bank.desk.control("fast-forward", seconds=1)
    bank.deliver()

    assert state(held) == "cancelled"
    assert Receipt.objects.count() == 2


def test_message_about_something_unknown_waits_and_then_is_told_to_the_team(bank, held):
    payment = bank.checkout(held)
    bank.pay(payment)
    bank.deliver()
    payment.refresh_from_db()
    Payment.objects.update(intent_id="pi_other")
    bank.refund(payment)
    bank.courier()

    for _ in range(inbox.MOST_ATTEMPTS):
        inbox.process(now=clock.now())
        StripeEvent.objects.update(received_at=clock.real_now() - dt.timedelta(days=7))

    stuck = StripeEvent.objects.filter(state="received")
    assert {event.attempts for event in stuck} == {inbox.MOST_ATTEMPTS}
    assert Unmatched.objects.count() == stuck.count()
    assert state(held) == "valid"


def test_message_that_fails_holds_up_nobody(bank, held):
    StripeEvent.objects.create(
        id="evt_broken", type="charge.refunded", payload={"data": {"object": {}}}, received_at=clock.real_now()
    )
    payment = bank.checkout(held)
    bank.pay(payment)

    bank.deliver()

    assert state(held) == "valid"
    assert StripeEvent.objects.get(pk="evt_broken").attempts == 1


def test_messages_are_forgotten_after_90_days(db):
    def keep(name, **age):
        received_at = clock.real_now() - dt.timedelta(**age)
        StripeEvent.objects.create(id=name, type="x", payload={}, received_at=received_at)

    keep("evt_old", days=90, minutes=1)
    keep("evt_new", days=89, hours=23)

    tasks.forget_stripe_events()

    assert [event.pk for event in StripeEvent.objects.all()] == ["evt_new"]


def test_two_evenings_do_not_disturb_each_other(deaf, held):
    other = SignUpFactory(event=EventFactory(), people=["Zoe"], state="held")
    paid, unpaid = deaf.checkout(held), deaf.checkout(other)
    deaf.pay(paid)
    older(paid, minutes=2)
    older(unpaid, minutes=2)

    reconcile.ask(now=clock.now())

    assert (state(held), state(other)) == ("valid", "held")
