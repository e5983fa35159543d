import datetime as dt

import pytest

from attendees.domain import offer_answers, offers, sign_up, tickets, waiting_list
from attendees.domain.refused import AttendeeRefused
from attendees.models import SignUp, Ticket, WaitingListEntry
from events.models import Event, Places
from foundation.mail.models import Message
from tests.support.waiting import full, mails, states, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(frozen, series):
    """Three places, all taken, in a week, £5, at the door too."""
    return full(3, series=series, pay_at_door=True)


def offered(event, name="Ada", *, party=1):
    entry = wait(event, name, party=party)
    some = Ticket.objects.for_event(event.pk).valid()[:party]
    tickets.cancel(some, reason=tickets.CANCELLED_BY_HOST, now=entry.joined_at)
    return WaitingListEntry.objects.select_related("event__series").get(pk=entry.pk)


def held(event):
    return [(ticket.name, ticket.held_until) for ticket in Ticket.objects.filter(event=event, state="held")]


def test_accepted_offer_stands_until_its_time_and_long_enough_to_pay(event, frozen):
    ada = offered(event)
    until = ada.offered_until

    assert offer_answers.accept(ada, now=frozen.now) == offers.current(ada)
    assert held(event) == [("Ada", until)]

    frozen.set(until - dt.timedelta(minutes=5))
    offer_answers.accept(ada, now=frozen.now)
    assert held(event) == [("Ada", frozen.now + sign_up.CONFIRM_WITHIN)]


def test_accepting_again_while_paying_keeps_the_place_no_longer(event, frozen):
    ada = offered(event)
    frozen.set(ada.offered_until - dt.timedelta(minutes=5))
    offer_answers.accept(ada, now=frozen.now)
    kept = held(event)

    frozen.move(minutes=20)
    offer_answers.accept(ada, now=frozen.now)

    assert held(event) == kept
    assert states(event) == [("Ada", "offered")]


def test_payment_given_up_leaves_the_offer_as_it_was(event, frozen):
    ada = offered(event)
    places = offer_answers.accept(ada, now=frozen.now)

    sign_up.let_go(places, now=frozen.now)

    assert held(event) == [("Ada", ada.offered_until)]
    assert states(event) == [("Ada", "offered")]


def test_payment_given_up_after_the_offers_time_moves_the_place_on(event, frozen):
    ada = offered(event)
    wait(event, "Ben")
    frozen.set(ada.offered_until - dt.timedelta(minutes=5))
    places = offer_answers.accept(ada, now=frozen.now)

    frozen.move(minutes=31)
    sign_up.let_go(places, now=frozen.now)

    assert states(event) == [("Ada", "lapsed"), ("Ben", "offered")]


def test_offer_accepted_a_second_too_late_has_moved_on(event, frozen):
    ada = offered(event)
    wait(event, "Ben")
    frozen.set(ada.offered_until + dt.timedelta(seconds=1))

    with pytest.raises(AttendeeRefused, match="went on"):
        offer_answers.accept(ada, now=frozen.now)

    assert states(event) == [("Ada", "lapsed"), ("Ben", "offered")]


def test_free_place_is_confirmed_at_once_and_once(series, frozen):
    ada = offered(full(1, series=series, price_amount=0))

    first = offer_answers.accept(ada, now=frozen.now)
    again = offer_answers.accept(ada, now=frozen.now)

    assert first == again
    assert list(first.tickets.values_list("state", flat=True)) == ["valid"]
    assert Message.objects.filter(template="attendees/confirmed").count() == 1
    assert states(ada.event) == [("Ada", "taken")]


def test_reserved_place_is_confirmed_at_once_and_paid_at_the_door(event, frozen):
    ada = offered(event, party=2)

    places = offer_answers.accept_at_door(ada, now=frozen.now)
    offer_answers.accept_at_door(ada, now=frozen.now)

    places.refresh_from_db()
    assert (places.way, places.owes, places.tickets.valid().count()) == (SignUp.DOOR, True, 2)
    assert Message.objects.filter(template="attendees/confirmed").count() == 1


def test_nobody_reserves_where_one_cannot_pay_at_the_door(series, frozen):
    ada = offered(full(1, series=series))

    with pytest.raises(AttendeeRefused, match="cannot pay at the door"):
        offer_answers.accept_at_door(ada, now=frozen.now)


def test_nothing_is_taken_of_a_cancelled_evening(event, frozen):
    ada = offered(event)
    Event.objects.filter(pk=event.pk).update(state="cancelled", cancelled_at=frozen.now)
    ada.event.refresh_from_db()

    with pytest.raises(AttendeeRefused, match="is cancelled"):
        offer_answers.accept(ada, now=frozen.now)


def test_who_takes_fewer_keeps_the_time_and_the_rest_moves_on(event, frozen):
    ada = offered(event, party=3)
    wait(event, "Ben")
    wait(event, "Cleo", party=2)
    frozen.move(hours=1)

    offer_answers.take_fewer(ada, companions=[("Ada's friend 2", "")], now=frozen.now)
    offer_answers.take_fewer(ada, companions=[("Ada's friend 2", "")], now=frozen.now)

    assert states(event) == [("Ada", "offered"), ("Ben", "offered"), ("Cleo", "waiting")]
    kept = offers.current(ada).tickets.order_by("seat")
    assert [(ticket.name, ticket.held_until) for ticket in kept] == [
        ("Ada", ada.offered_until),
        ("Ada's friend 2", ada.offered_until),
    ]
    row = Places.objects.get(event=event)
    assert (row.taken, row.waiting) == (3, 1)
    assert mails("lapsed") == []


def test_who_says_not_this_time_passes_the_place_on_and_may_join_again(event, frozen):
    ada = offered(event)
    wait(event, "Ben")

    offer_answers.decline(ada, now=frozen.now)
    offer_answers.decline(ada, now=frozen.now)

    assert states(event) == [("Ada", "lapsed"), ("Ben", "offered")]
    assert mails("lapsed") == []
    assert wait(event, "Ada").state == "waiting"


def test_not_this_time_without_an_offer_changes_nothing(event, frozen):
    ada = wait(event, "Ada")

    offer_answers.decline(ada, now=frozen.now)

    assert states(event) == [("Ada", "waiting")]


def test_who_leaves_with_an_offer_passes_it_on(event, frozen):
    ada = offered(event)
    wait(event, "Ben")

    waiting_list.leave(ada, now=frozen.now)

    assert states(event) == [("Ada", "left"), ("Ben", "offered")]
