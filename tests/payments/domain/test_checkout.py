"""From a hold to Stripe's page: one payment and one session per hold, whatever is clicked how often."""

import datetime as dt

import pytest

from attendees.domain import tickets
from foundation.lib import clock
from payments import gateway
from payments.domain import checkout, reconcile
from payments.domain.refused import PaymentRefused, PaymentsRest
from payments.models import Payment
from tests.support.bank import BACK
from tests.support.factories import SignUpFactory
from tests.support.meanwhile import meanwhile


@pytest.fixture
def held(event, ada):
    return SignUpFactory(event=event, buyer=ada.profile, people=["Ada", "Amy"], state="held")


def begin(sign_up):
    return checkout.begin(sign_up, now=clock.now())


def sessions(bank):
    return [session.id for session in bank.desk.client.v1.checkout.sessions.list().data]


def age(payment, **by):
    """As if it had been made earlier (real time)."""
    Payment.objects.filter(pk=payment.pk).update(
        created_at=payment.created_at - dt.timedelta(**by), expires_at=payment.expires_at - dt.timedelta(**by)
    )
    payment.refresh_from_db()


def test_payment_asks_for_all_held_places_and_ends_after_31_minutes(held):
    before = clock.real_now()

    payment = begin(held)

    assert (payment.state, payment.amount, payment.currency, payment.quantity) == ("open", 1000, "gbp", 2)
    assert before + dt.timedelta(minutes=31) <= payment.expires_at <= clock.real_now() + dt.timedelta(minutes=31)


def test_hold_outlives_its_payment_page(held):
    payment = begin(held)

    assert held.tickets.first().held_until > clock.now() + (payment.expires_at - clock.real_now())


def test_second_click_gets_the_same_payment_and_page(bank, held):
    first, again = begin(held), begin(held)

    pages = {checkout.start(first, back_to=BACK, now=clock.now()), checkout.start(again, back_to=BACK, now=clock.now())}

    assert first == again
    assert len(pages) == len(sessions(bank)) == 1


def test_page_is_remembered(bank, held):
    payment = bank.checkout(held)
    bank.be("unavailable")

    assert checkout.start(begin(held), back_to=BACK, now=clock.now()) == payment.session_url


def test_lost_answer_is_asked_for_again_and_is_the_same_page(bank, held):
    payment = begin(held)
    bank.be("lose-answers", requests=1)

    checkout.start(payment, back_to=BACK, now=clock.now())

    assert sessions(bank) == [payment.session_id]


@pytest.mark.parametrize("outage", [{"mode": "unavailable"}, {"mode": "hang", "seconds": 0.1}])
def test_stripe_down_gives_the_places_back_at_once(bank, held, event, outage):
    payment = begin(held)
    bank.be(**outage)

    with pytest.raises(PaymentsRest):
        checkout.start(payment, back_to=BACK, now=clock.now())

    payment.refresh_from_db()
    event.places.refresh_from_db()
    assert (payment.state, event.places.taken) == ("expired", 0)


def test_payment_that_never_reached_stripe_gives_way_to_a_new_one(bank, held):
    old = begin(held)
    age(old, minutes=5)

    new = begin(held)
    checkout.start(new, back_to=BACK, now=clock.now())

    old.refresh_from_db()
    assert (old.state, new.state, held.payments.open().get()) == ("expired", "open", new)
    assert held.tickets.first().held_until > clock.now() + dt.timedelta(minutes=40)


def test_two_tabs_that_give_the_same_old_payment_up_get_the_same_new_one(bank, held):
    age(begin(held), minutes=5)

    with meanwhile(lambda: begin(held), after="payments_payment") as other_tab:
        new = begin(held)

    assert [new] == other_tab
    assert held.payments.open().get() == new


def test_payment_of_a_second_tab_that_was_given_up_at_that_moment_is_refused(held):
    old = begin(held)
    age(old, minutes=5)

    given_up = meanwhile(lambda: checkout.give_up(old, now=clock.now()), after="payments_payment")

    with given_up, pytest.raises(PaymentRefused, match="no longer kept"):
        begin(held)


def test_nothing_held_is_nothing_to_pay(held):
    tickets.expire(held, now=clock.now())

    with pytest.raises(PaymentRefused):
        begin(held)


def test_giving_up_frees_the_places_once(held, event):
    payment = begin(held)

    given_up = [checkout.give_up(payment, now=clock.now()) for _ in range(2)]

    event.places.refresh_from_db()
    assert given_up == [True, False]
    assert (event.places.taken, set(held.tickets.values_list("state", flat=True))) == (0, {"expired"})


def test_page_that_opens_after_all_was_given_up_is_not_shown(bank, held):
    payment = begin(held)
    checkout.give_up(Payment.objects.get(pk=payment.pk), now=clock.now())

    with pytest.raises(PaymentRefused):
        checkout.start(payment, back_to=BACK, now=clock.now())


def test_older_hold_of_the_same_address_loses_its_page(bank, held, event, ada):
    old = bank.checkout(held)
    tickets.expire(held, now=clock.now())
    newer = SignUpFactory(event=event, buyer=ada.profile, people=["Ada"], state="held")

    reconcile.close_older(begin(newer), now=clock.now())

    old.refresh_from_db()
    assert old.state == "expired"
    assert gateway.retrieve_session(old.session_id).status == "expired"


def test_older_hold_that_was_paid_at_that_moment_keeps_its_tickets(bank, held, event, ada):
    old = bank.checkout(held)
    bank.pay(old)
    tickets.expire(held, now=clock.now())
    newer = SignUpFactory(event=event, buyer=ada.profile, people=["Ada"], state="held")

    reconcile.close_older(begin(newer), now=clock.now())

    old.refresh_from_db()
    assert (old.state, set(held.tickets.values_list("state", flat=True))) == ("succeeded", {"valid"})
    assert newer.tickets.get().state == "held"
