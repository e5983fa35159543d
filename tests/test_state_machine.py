"""Random evenings: people take, pay, cancel and move in any order, webhooks come or do not, hosts and banks send money
back. After each step no place is sold twice; in the end the money adds up to the penny, here and at Stripe.
"""

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from attendees.domain import cancelled_events, departures, moves, tickets, wishes
from attendees.domain import sign_up as sign_ups
from attendees.models import SignUp, Ticket
from events.domain import places
from events.models import Event, Places
from foundation.lib import clock, codes
from foundation.lib.refusal import Refused
from foundation.mail.models import Message
from payments.domain import goodwill
from payments.models import Payment, Refund
from tests.payments import money
from tests.support import frozen_clock
from tests.support.factories import EventFactory, SeriesFactory

some = st.integers(0, 10**6)


class Evenings(RuleBasedStateMachine):
    """Two evenings of a series with few places. `bank` and `frozen` are set by the test."""

    bank = frozen = None

    def __init__(self):
        super().__init__()
        self.frozen.set(frozen_clock.START)
        self.bank.desk.control("reset")
        self.bank.delivered = len(self.bank.desk.inbox.got)
        self.transaction = transaction.atomic()
        self.transaction._from_testcase = True  # as Django's own TestCase marks the one that it rolls back
        self.transaction.__enter__()
        series = SeriesFactory()
        self.was_down, self.taken_back = False, []
        self.evenings = [EventFactory(series=series, capacity=capacity) for capacity in (3, 4)]

    def teardown(self):
        try:
            self._come_to_rest()
            self._check_money()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # --- what people do --------------------------------------------------------------------------

    @rule(evening=some, person=st.integers(1, 4), count=st.integers(1, 3))
    def take_places(self, evening, person, count):
        event = self._evening(evening)
        friends = tuple((f"Friend {number}", "") for number in range(1, count))
        wish = wishes.Wish(name=f"Person {person}", email=f"person{person}@mail.example", companions=friends)
        try:
            sign_up = sign_ups.take(event, wish, now=clock.now())
        except Refused:
            return
        self.bank.checkout(sign_up)

    @initialize(counts=st.lists(st.integers(1, 2), min_size=1, max_size=3))
    def some_have_paid(self, counts):
        for number, count in enumerate(counts):
            self.take_places(number, person=10 + number, count=count)
        for payment in Payment.objects.open():
            self.bank.pay(payment)
        self.bank.deliver()

    @precondition(lambda self: Payment.objects.exclude(session_id="").exclude(state="succeeded").exists())
    @rule(which=some)
    def pay(self, which):
        payment = self._one(Payment.objects.exclude(session_id="").exclude(state="succeeded"), which)
        self.bank.desk.control(f"sessions/{payment.session_id}/pay")  # a closed page takes nothing

    @rule(evening=some, person=st.integers(1, 4), count=st.integers(1, 3))
    def take_places_and_pay_late(self, evening, person, count):
        before = set(Payment.objects.values_list("pk", flat=True))
        self.take_places(evening, person, count)
        for payment in Payment.objects.exclude(pk__in=before):
            self.bank.pay(payment)
            self.holds_lapse()

    @precondition(lambda self: Ticket.objects.valid().exists())
    @rule(which=some)
    def cancel_a_place(self, which):
        ticket = self._one(Ticket.objects.valid(), which)
        try:
            departures.cancel([ticket], by="Ada", now=clock.now())
        except Refused:
            return

    @precondition(lambda self: Ticket.objects.valid().exists())
    @rule(which=some, evening=some)
    def move_a_place(self, which, evening):
        ticket = self._one(Ticket.objects.valid(), which)
        try:
            moves.move([ticket], to=self._evening(evening), by="Ada", now=clock.now())
        except Refused:
            return

    # --- what the team does ----------------------------------------------------------------------

    @precondition(lambda self: Ticket.objects.valid().exists())
    @rule(which=some, amount=st.integers(1, 500), and_the_place=st.booleans())
    def send_money_back(self, which, amount, and_the_place):
        ticket = self._one(Ticket.objects.valid(), which)
        send = goodwill.take_back if and_the_place else goodwill.give_back
        try:
            whole = goodwill.most(ticket).amount if and_the_place else amount
            send(ticket, amount=whole, reason="sorry", token=codes.random_code(), by="Olivia", now=clock.now())
        except Refused:
            return

    @rule(evening=some, capacity=st.integers(1, 5))
    def change_capacity(self, evening, capacity):
        places.resize(self._evening(evening).pk, capacity=capacity)

    @precondition(lambda self: Message.objects.count() > 6)
    @rule(evening=some)
    def cancel_an_evening(self, evening):
        event = self._evening(evening)
        Event.objects.filter(pk=event.pk, state="published").update(state="cancelled", cancelled_at=clock.now())
        cancelled_events.settle(clock.now())

    # --- what Stripe and banks do ----------------------------------------------------------------

    @rule()
    def webhooks_come(self):
        self.bank.deliver()

    @rule()
    def webhooks_come_twice_and_are_not_worked_on(self):
        self.bank.courier()
        self.bank.delivered = max(0, self.bank.delivered - 2)

    @rule()
    def webhooks_are_lost(self):
        self.bank.desk.settle()
        self.bank.delivered = len(self.bank.desk.inbox.got)

    @precondition(lambda self: Payment.objects.open().exclude(session_id="").exists())
    @rule(which=some)
    def page_expires(self, which):
        payment = self._one(Payment.objects.open().exclude(session_id=""), which)
        if self._page(payment)["status"] == "open":
            self.bank.expire(payment)

    @precondition(lambda self: self._untouched().exists())
    @rule(which=some, dispute=st.booleans())
    def money_is_taken_back_behind_our_back(self, which, dispute):
        payment = self._one(self._untouched(), which)
        self.taken_back.append(payment.pk)
        if dispute:
            self.bank.dispute(payment)
        else:
            self.bank.refund(payment)

    @precondition(lambda self: not self.was_down and Refund.objects.filter(state="due").exists())
    @rule()
    def stripe_is_down_for_a_sweep(self):
        self.was_down = True
        self.bank.be("unavailable")
        self.bank.sweep()
        self.bank.be("none")

    # --- time and sweeps -------------------------------------------------------------------------

    @rule()
    def holds_lapse(self):
        self.frozen.move(minutes=42)
        for event in self.evenings:
            tickets.expire_lapsed(event.pk, now=clock.now())

    @rule()
    def a_minute_passes(self):
        self._forget_when_asked()
        self.bank.sweep()

    # --- what must hold --------------------------------------------------------------------------

    @invariant()
    def no_place_is_sold_twice(self):
        for row in Places.objects.filter(event__in=self.evenings):
            assert row.taken == Ticket.objects.for_event(row.event_id).live().count() <= row.ceiling

    @invariant()
    def no_payment_gives_back_more_than_it_took(self):
        for payment in Payment.objects.all():
            assert sum(payment.refunds.standing().values_list("amount", flat=True)) <= payment.amount

    @invariant()
    def only_paid_places_are_valid(self):
        for sign_up in SignUp.objects.filter(tickets__state=Ticket.VALID, moved_from=None).distinct():
            assert sign_up.payments.succeeded().exists()

    def _come_to_rest(self):
        """What was lost is fetched, every sweep ran, every try was due."""
        for _ in range(3):
            self._forget_when_asked()
            self.bank.sweep()
            self.bank.catch_up()

    def _check_money(self):
        back_for_good_places = sum(
            refund.amount for refund in Refund.objects.standing() if refund.ticket and self._is_good(refund.ticket)
        )
        assert money.balance() == money.worth_of_tickets() - back_for_good_places
        assert money.balance() == self._balance_at_stripe()
        assert not Refund.objects.filter(state__in=["due", "requested"]).exists()
        keys = list(Message.objects.values_list("key", flat=True))
        assert len(keys) == len(set(keys))

    def _balance_at_stripe(self):
        """What Stripe holds of all charges, before its fees."""
        client = self.bank.desk.client.v1
        sessions = client.checkout.sessions.list({"status": "complete"}).auto_paging_iter()
        charged = sum(session.amount_total for session in sessions)
        back = sum(refund.amount for refund in client.refunds.list().auto_paging_iter() if refund.status == "succeeded")
        disputes = client.events.list({"type": "charge.dispute.created"}).auto_paging_iter()
        contested = sum(event.data.object["amount"] for event in disputes)
        return charged - back - contested

    def _is_good(self, ticket):
        """Whether the place, or what it was moved to, is still somebody's."""
        newer = Ticket.objects.filter(moved_from=ticket).first()
        return self._is_good(newer) if newer else ticket.state == Ticket.VALID

    def _untouched(self):
        """Paid, and nothing of it sent back or asked back yet."""
        return Payment.objects.succeeded().filter(refunds=None, disputes=None).exclude(pk__in=self.taken_back)

    def _page(self, payment):
        return self.bank.desk.client.v1.checkout.sessions.retrieve(payment.session_id).to_dict()

    def _forget_when_asked(self):
        """As if minutes had passed in real time too."""
        long_ago = frozen_clock.START.replace(year=2020)
        Payment.objects.update(created_at=long_ago, asked_at=None)
        Refund.objects.update(try_after=None)

    def _evening(self, number):
        return Event.objects.select_related("series").get(pk=self.evenings[number % 2].pk)

    def _one(self, rows, number):
        return list(rows.order_by("pk"))[number % rows.count()]


def run(machine, *, examples, steps, derandomize):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=derandomize,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def evenings(bank, frozen, monkeypatch):
    monkeypatch.setattr(Evenings, "bank", bank)
    monkeypatch.setattr(Evenings, "frozen", frozen)


@pytest.mark.timeout(400)
@pytest.mark.slow
def test_random_evenings_add_up(evenings):
    run(Evenings, examples=10, steps=20, derandomize=True)


@pytest.mark.timeout(6000)
@pytest.mark.soak
def test_200_random_evenings_add_up(evenings):
    run(Evenings, examples=200, steps=40, derandomize=False)
