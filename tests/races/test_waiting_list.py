"""Places that come free while people wait, join, take, leave and lapse at the same moment, on PostgreSQL."""

import threading
from types import SimpleNamespace

import pytest

from attendees.domain import (
    departures,
    offer_answers,
    offers,
    sign_up,
    tickets,
    waiting_list,
    waiting_sweep,
    wishes,
)
from attendees.models import Ticket, WaitingListEntry
from events.domain import places
from events.models import Event, Places
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.at_once import at_once, raised
from tests.support.waiting import full, mails, states, wait

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
REPEATS = 20


def check(event):
    """What holds of every evening, however its people hurried."""
    row = Places.objects.get(event=event)
    live = Ticket.objects.for_event(event.pk).live()
    waiting = WaitingListEntry.objects.for_event(event.pk).waiting()
    held = live.filter(state="held", sign_up__waited_as__isnull=False)
    offered = WaitingListEntry.objects.for_event(event.pk).offered()
    assert row.taken == live.count() <= row.capacity
    assert row.waiting == waiting.count()
    assert held.count() == sum(entry.party for entry in offered)
    assert not [entry for entry in waiting if entry.party <= row.free]


def cancel(ticket):
    return lambda: departures.cancel([ticket], by=ticket.name, now=clock.now())


def join(event_id, name):
    return lambda: wait(Event.objects.get(pk=event_id), name)


def buy(event_id, email):
    wish = wishes.Wish(name="Zed", email=email)
    return lambda: sign_up.take(Event.objects.get(pk=event_id), wish, now=clock.now())


def seated(event):
    valid = Ticket.objects.for_event(event.pk).valid()
    return list(valid.select_related("sign_up__event__series").order_by("pk"))


@pytest.mark.slow
def test_places_freed_at_once_go_to_the_first_one_each():
    """R24: five wait, three places come free at the same moment."""
    for _ in range(REPEATS):
        event = full(3, price_amount=0)
        for name in ("Ada", "Ben", "Cleo", "Dan", "Eve"):
            wait(event, name)

        outcomes = at_once(*(cancel(ticket) for ticket in seated(event)))

        assert raised(outcomes) == []
        assert [state for _, state in states(event)] == ["offered"] * 3 + ["waiting"] * 2
        check(event)


@pytest.mark.slow
def test_place_freed_while_people_join_is_offered_to_the_first_of_them():
    for _ in range(REPEATS):
        event = full(2, price_amount=0)

        outcomes = at_once(cancel(seated(event)[0]), *(join(event.pk, name) for name in ("Ada", "Ben", "Cleo")))

        # Who asked after the place was free, and before anybody waited, was told to take it.
        assert set(raised(outcomes)) <= {"PlacesFree"}
        check(event)


def test_without_offering_what_was_freed_a_place_lies_idle_while_somebody_waits(monkeypatch):
    """The negative control: a place is given back and nobody is asked."""
    monkeypatch.setattr(offers, "make", lambda event_id, *, now: 0)
    event = full(1, price_amount=0)
    wait(event, "Ada")

    cancel(seated(event)[0])()

    row = Places.objects.get(event=event)
    assert (row.waiting, row.free) == (1, 1)


@pytest.mark.slow
def test_offer_taken_by_two_people_at_once_is_one_ticket():
    """R25: twice, by two browsers, at the same moment."""
    for _ in range(REPEATS):
        event = full(1, price_amount=0)
        ada = wait(event, "Ada")
        cancel(seated(event)[0])()

        def take(pk=ada.pk):
            entry = WaitingListEntry.objects.select_related("event__series").get(pk=pk)
            return offer_answers.accept(entry, now=clock.now()).pk

        outcomes = at_once(take, take, take)

        assert raised(outcomes) == []
        assert len({one.value for one in outcomes}) == 1
        assert Ticket.objects.for_event(event.pk).valid().count() == 1
        assert Message.objects.filter(template="attendees/confirmed", about_event=event.pk).count() == 1
        check(event)


@pytest.mark.slow
def test_offer_taken_as_it_lapses_is_a_ticket_or_somebody_elses(frozen):
    """R25: the sweep and the person in the same moment, a second after the end."""
    for _ in range(REPEATS):
        event = full(1, price_amount=0)
        ada = wait(event, "Ada")
        wait(event, "Ben")
        cancel(seated(event)[0])()
        entry = WaitingListEntry.objects.select_related("event__series").get(pk=ada.pk)
        frozen.set(entry.offered_until)

        outcomes = at_once(
            lambda entry=entry: offer_answers.accept(entry, now=clock.now()),
            lambda: tickets.expire_all_lapsed(clock.now()),
            lambda: tickets.expire_all_lapsed(clock.now()),
        )

        assert set(raised(outcomes)) <= {"AttendeeRefused"}
        assert states(event) == [("Ada", "lapsed"), ("Ben", "offered")]
        assert Ticket.objects.for_event(event.pk).live().count() == 1
        check(event)


@pytest.mark.parametrize("guarded", [True, False], ids=["with the list's lock", "without"])
def test_who_leaves_and_who_frees_a_place_never_block_each_other(monkeypatch, guarded):
    """What the list's lock is for, and the negative control: who frees a place has chosen Ada, and she is leaving."""
    before, event = full(1, price_amount=0), full(1, price_amount=0)
    wait(before, "Zoe")
    cancel(seated(before)[0])()  # what is slow the first time, such as templates, outlasts no lock below
    entry = WaitingListEntry.objects.get(pk=wait(event, "Ada").pk)
    is_chosen, has_left = threading.Event(), threading.Event()
    first_that_fit = offers._first_that_fit

    def choose(row):
        chosen = first_that_fit(row)
        is_chosen.set()
        has_left.wait(0.5)
        return chosen

    def count(event_id, change):
        has_left.set()
        places.count_waiting(event_id, change)

    def leave():
        is_chosen.wait(10)
        waiting_list.leave(entry, now=clock.now())

    lock = places.lock if guarded else lambda event_id: Places.objects.get(event_id=event_id)
    monkeypatch.setattr(offers, "_first_that_fit", choose)
    monkeypatch.setattr(waiting_list, "places", SimpleNamespace(lock=lock, count_waiting=count))

    outcomes = at_once(cancel(seated(event)[0]), leave)

    assert raised(outcomes) == ([] if guarded else ["OperationalError"])  # PostgreSQL ends the deadlock for one of them
    if guarded:
        assert states(event) == [("Ada", "left")]
        check(event)


@pytest.mark.slow
def test_leaving_while_being_asked_leaves_nothing_behind():
    for _ in range(REPEATS):
        event = full(2, price_amount=0)
        ada = wait(event, "Ada")
        wait(event, "Ben", party=2)
        wait(event, "Cleo")
        entry = WaitingListEntry.objects.get(pk=ada.pk)

        outcomes = at_once(
            cancel(seated(event)[0]),
            lambda entry=entry: waiting_list.leave(entry, now=clock.now()),
            lambda entry=entry: waiting_list.leave(entry, now=clock.now()),
        )

        assert raised(outcomes) == []
        assert states(event) == [("Ada", "left"), ("Ben", "waiting"), ("Cleo", "offered")]
        check(event)


@pytest.mark.slow
def test_public_gets_no_place_that_comes_free_while_somebody_waits():
    for _ in range(REPEATS):
        event = full(2, price_amount=0)
        wait(event, "Ada")

        outcomes = at_once(
            cancel(seated(event)[0]),
            *(buy(event.pk, f"zed{number}@mail.example") for number in range(3)),
            lambda: waiting_sweep.settle(clock.now()),
        )

        assert raised(outcomes) == ["Full"] * 3
        assert states(event) == [("Ada", "offered")]
        check(event)


def test_list_joined_six_times_at_once_by_one_address_is_joined_once():
    event = full(1)

    outcomes = at_once(*(join(event.pk, "Ada") for _ in range(6)))

    assert raised(outcomes) == []
    assert len({one.value.pk for one in outcomes}) == 1
    assert mails("joined") == ["ada@mail.example"]
    check(event)


@pytest.mark.slow
def test_lowered_capacity_takes_no_ticket_and_makes_no_offer():
    """R23, with people waiting, while two give their places back."""
    for _ in range(REPEATS):
        event = full(4, price_amount=0)
        wait(event, "Ada")
        first, second, *_ = seated(event)

        outcomes = at_once(lambda event=event: places.resize(event.pk, capacity=2), cancel(first), cancel(second))
        with_room = Places.objects.get(event=event)
        waiting_sweep.settle(clock.now())

        assert raised(outcomes) == []
        assert Ticket.objects.for_event(event.pk).valid().count() == 2
        assert with_room.taken == Ticket.objects.for_event(event.pk).live().count() <= with_room.ceiling
