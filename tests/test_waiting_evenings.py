"""Random evenings with a waiting list: people join, are asked, take, take fewer, pass on, leave and lapse, among all
that happens in test_state_machine. After each step the order of the list was respected, no place is sold twice and none
lies idle while somebody fits; in the end the money adds up to the penny.
"""

import hypothesis.strategies as st
import pytest
from hypothesis.stateful import initialize, invariant, precondition, rule

from attendees.domain import (
    cancelled_events,
    departures,
    offer_answers,
    offers,
    tickets,
    waiting_desk,
    waiting_list,
    waiting_sweep,
)
from attendees.models import Ticket, WaitingListEntry
from events.domain import places
from events.models import Event, Places
from foundation.lib import clock
from foundation.lib.refusal import Refused
from foundation.mail.models import Message
from payments.models import Payment
from tests import test_state_machine
from tests.test_state_machine import Evenings, some

DAYS = 3  # so often an offer may run out before the evenings begin


class WaitingEvenings(Evenings):
    def __init__(self):
        super().__init__()
        self.days_passed, self.asked = 0, set()

    # --- who waits -------------------------------------------------------------------------------

    @initialize(parties=st.lists(st.integers(1, 3), min_size=3, max_size=5))
    def first_evening_is_full_and_waited_for(self, parties):
        event = self._evening(0)
        for number in range(tickets.room(event.pk, now=clock.now())):
            self.take_places(0, person=30 + number, count=1)
        for payment in Payment.objects.open():
            self.bank.pay(payment)
        self.bank.deliver()
        for number, party in enumerate(parties):
            self.join_the_list(0, person=50 + number, party=party)

    @rule(evening=some, person=st.integers(50, 55), party=st.integers(1, 3))
    def join_the_list(self, evening, person, party):
        people = [(f"Person {person}", f"person{person}@mail.example")]
        people += [(f"Friend {number}", "") for number in range(1, party)]
        try:
            waiting_list.join(self._evening(evening), people=people, now=clock.now())
        except Refused:
            return

    @precondition(lambda self: WaitingListEntry.objects.waiting().exists())
    @rule(which=some)
    def leave_the_list(self, which):
        waiting_list.leave(self._entry(WaitingListEntry.objects.waiting(), which), now=clock.now())

    @precondition(lambda self: WaitingListEntry.objects.waiting().filter(party__gt=1).exists())
    @rule(which=some)
    def wait_for_fewer(self, which):
        entry = self._entry(WaitingListEntry.objects.waiting().filter(party__gt=1), which)
        waiting_list.want_fewer(entry, companions=entry.companions[1:], now=clock.now())

    @precondition(lambda self: self._given_up_for_who_waits().exists())
    @rule(which=some, count=st.integers(1, 2))
    def give_places_back_while_people_wait(self, which, count):
        for _ in range(count):
            if seated := self._given_up_for_who_waits():
                departures.cancel([self._one(seated, which)], by="Ada", now=clock.now())

    # --- who is asked ----------------------------------------------------------------------------

    @precondition(lambda self: WaitingListEntry.objects.offered().exists())
    @rule(which=some, pays=st.booleans())
    def take_what_is_offered(self, which, pays):
        entry = self._entry(WaitingListEntry.objects.offered(), which)
        try:
            payment = self.bank.checkout(offer_answers.accept(entry, now=clock.now()))
        except Refused:
            return
        if pays:
            self.bank.desk.control(f"sessions/{payment.session_id}/pay")

    @precondition(lambda self: WaitingListEntry.objects.offered().filter(party__gt=1).exists())
    @rule(which=some)
    def take_fewer(self, which):
        entry = self._entry(WaitingListEntry.objects.offered().filter(party__gt=1), which)
        try:
            offer_answers.take_fewer(entry, companions=entry.companions[1:], now=clock.now())
        except Refused:
            return

    @precondition(lambda self: WaitingListEntry.objects.offered().exists())
    @rule(which=some, leaves=st.booleans())
    def pass_it_on(self, which, leaves):
        answer = waiting_list.leave if leaves else offer_answers.decline
        answer(self._entry(WaitingListEntry.objects.offered(), which), now=clock.now())

    @precondition(lambda self: self.days_passed < DAYS and WaitingListEntry.objects.offered().exists())
    @rule(swept=st.booleans())
    def offers_lapse(self, swept):
        self.days_passed += 1
        self.frozen.move(hours=24)
        if swept:
            tickets.expire_all_lapsed(clock.now())

    # --- what the host does ----------------------------------------------------------------------

    @rule(evening=some, capacity=st.integers(1, 5))
    def change_capacity(self, evening, capacity):
        places.resize(self._evening(evening).pk, capacity=capacity)
        waiting_sweep.settle(clock.now())

    @precondition(lambda self: WaitingListEntry.objects.waiting().exists())
    @rule(which=some, to=st.integers(1, 5))
    def move_in_the_list(self, which, to):
        entry = self._entry(WaitingListEntry.objects.waiting(), which)
        waiting_desk.move(entry, to=to, reason="speaks", by="Henry", now=clock.now())

    @precondition(lambda self: WaitingListEntry.objects.waiting().exists())
    @rule(which=some)
    def invite_out_of_order(self, which):
        entry = self._entry(WaitingListEntry.objects.waiting(), which)
        try:
            waiting_desk.invite(entry, reason="came far", by="Henry", now=clock.now())
        except Refused:
            return
        self.asked.add(entry.pk)

    @precondition(lambda self: Message.objects.count() > 30)
    @rule(evening=some)
    def cancel_an_evening(self, evening):
        event = self._evening(evening)
        Event.objects.filter(pk=event.pk, state="published").update(state="cancelled", cancelled_at=clock.now())
        cancelled_events.settle(clock.now())

    @rule()
    def a_minute_passes(self):
        self._forget_when_asked()
        tickets.expire_all_lapsed(clock.now())
        waiting_sweep.settle(clock.now())
        self.bank.sweep()

    # --- what must hold --------------------------------------------------------------------------

    @invariant()
    def who_waited_longest_and_fits_was_asked_first(self):
        for entry in WaitingListEntry.objects.offered().exclude(pk__in=self.asked):
            before = WaitingListEntry.objects.for_event(entry.event_id).waiting().filter(rank__lt=entry.rank)
            asked_for = offers.current(entry).tickets.count()
            assert all(passed_over.party > asked_for for passed_over in before)
            self.asked.add(entry.pk)

    @invariant()
    def nobody_who_fits_waits_while_a_place_lies_idle(self):
        for event in self._on():
            row = Places.objects.get(event=event)
            waiting = WaitingListEntry.objects.for_event(event.pk).waiting()
            assert row.waiting == waiting.count()
            assert not waiting.filter(party__lte=row.free).exists()

    @invariant()
    def each_offer_holds_its_places(self):
        for event in self._on():
            held = Ticket.objects.for_event(event.pk).filter(state="held", sign_up__waited_as__isnull=False)
            offered = WaitingListEntry.objects.for_event(event.pk).offered()
            assert held.count() == sum(entry.party for entry in offered)

    def _come_to_rest(self):
        waiting_sweep.settle(clock.now())
        super()._come_to_rest()

    def _given_up_for_who_waits(self):
        return Ticket.objects.valid().filter(event__in=self._on(), event__places__waiting__gt=0)

    def _on(self):
        return Event.objects.filter(pk__in=[event.pk for event in self.evenings], state=Event.PUBLISHED)

    def _entry(self, rows, number):
        return self._one(rows.select_related("event__series", "event__venue"), number)


@pytest.fixture
def evenings(bank, frozen, monkeypatch):
    monkeypatch.setattr(Evenings, "bank", bank)
    monkeypatch.setattr(Evenings, "frozen", frozen)


@pytest.mark.timeout(400)
@pytest.mark.slow
def test_random_waiting_lists_keep_their_order(evenings):
    test_state_machine.run(WaitingEvenings, examples=12, steps=30, derandomize=True)


@pytest.mark.timeout(6000)
@pytest.mark.soak
def test_200_random_waiting_lists_keep_their_order(evenings):
    test_state_machine.run(WaitingEvenings, examples=200, steps=40, derandomize=False)
