import datetime as dt

import pytest

from attendees.domain import (
    cancelled_events,
    moves,
    offer_answers,
    offers,
    sign_up,
    tickets,
    waiting_list,
    waiting_sweep,
    wishes,
)
from attendees.models import SignUp, Ticket, WaitingListEntry
from events.domain import places
from events.models import Event, Places
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory
from tests.support.waiting import full, give_back, mails, states, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(frozen, series):
    """Three places, all taken, in a week."""
    return full(3, series=series)


def row(event):
    found = Places.objects.get(event=event)
    return found.taken, found.waiting, found.left


def test_freed_place_is_offered_in_the_transaction_that_frees_it(event, frozen):
    ada = wait(event, "Ada")
    wait(event, "Ben")

    give_back(event)

    ada.refresh_from_db()
    held = Ticket.objects.get(sign_up__waited_as=ada)
    assert states(event) == [("Ada", "offered"), ("Ben", "waiting")]
    assert (ada.offered_at, ada.offered_until) == (frozen.now, frozen.now + dt.timedelta(hours=24))
    assert (held.state, held.held_until, held.name, held.holder) == ("held", ada.offered_until, "Ada", None)
    assert (held.sign_up.way, held.sign_up.price_amount, held.sign_up.buyer) == (SignUp.CARD, 500, ada.person)
    assert mails("offered") == ["ada@mail.example"]
    assert row(event) == (3, 1, 0)


def test_each_freed_place_goes_to_the_next(event):
    for name in ("Ada", "Ben", "Cleo", "Dan"):
        wait(event, name)

    give_back(event, 2)

    assert [state for _, state in states(event)] == ["offered", "offered", "waiting", "waiting"]
    assert row(event) == (3, 2, 0)


def test_party_that_does_not_fit_is_passed_over_and_keeps_its_place(event):
    ada = wait(event, "Ada", party=2)
    wait(event, "Ben")
    wait(event, "Cleo")

    give_back(event)
    assert states(event) == [("Ada", "waiting"), ("Ben", "offered"), ("Cleo", "waiting")]
    assert waiting_list.position(ada) == 1

    give_back(event, 2)
    assert states(event) == [("Ada", "waiting"), ("Ben", "offered"), ("Cleo", "offered")]
    assert row(event) == (2, 1, 0)


def test_parties_are_told_of_places_too_few_for_them_once_a_day_and_keep_their_numbers(event, frozen):
    wait(event, "Ada", party=2)
    wait(event, "Ben", party=3)

    give_back(event)
    waiting_sweep.settle(frozen.now)

    assert states(event) == [("Ada", "waiting"), ("Ben", "waiting")]
    assert mails("fewer") == ["ada@mail.example", "ben@mail.example"]
    frozen.move(hours=24)
    waiting_sweep.settle(frozen.now)
    assert len(mails("fewer")) == 4


def test_party_hears_of_too_few_places_only_when_nobody_smaller_takes_them(event, frozen):
    wait(event, "Ada", party=2)
    wait(event, "Ben")

    give_back(event)

    assert (mails("offered"), mails("fewer")) == (["ben@mail.example"], [])


def test_first_to_want_fewer_gets_the_place_and_who_fits_no_more_is_not_told_of_it(event, frozen):
    ada = wait(event, "Ada", party=2)
    ben = wait(event, "Ben", party=3)
    give_back(event)

    waiting_list.want_fewer(ben, companions=[], now=frozen.now)
    waiting_list.want_fewer(ada, companions=[], now=frozen.now)

    assert states(event) == [("Ada", "waiting"), ("Ben", "offered")]
    assert row(event) == (3, 1, 0)


def test_party_gets_all_its_places_at_once(event):
    wait(event, "Ada", party=2)

    two = list(Ticket.objects.for_event(event.pk).valid()[:2])
    tickets.cancel(two, reason=tickets.CANCELLED_BY_HOST, now=event.starts_at - dt.timedelta(days=3))

    assert states(event) == [("Ada", "offered")]
    assert [ticket.name for ticket in Ticket.objects.filter(state="held")] == ["Ada", "Ada's friend 1"]


def test_move_to_another_date_frees_a_place_for_who_waits(event, frozen):
    wait(event, "Ada")
    other = EventFactory(series=event.series)
    moving = [Ticket.objects.for_event(event.pk).valid().first()]

    moves.move(moving, to=other, by="Guest", now=frozen.now)

    assert states(event) == [("Ada", "offered")]
    assert (row(event), row(other)) == ((3, 0, 0), (1, 0, 9))


def test_hold_that_is_given_up_or_lapses_goes_to_who_waits(event, frozen):
    give_back(event, 2)
    first, second = (SignUpFactory(event=event, state="held") for _ in range(2))
    wait(event, "Ada")
    wait(event, "Ben")

    sign_up.let_go(first, now=frozen.now)
    assert states(event) == [("Ada", "offered"), ("Ben", "waiting")]

    frozen.move(minutes=42)
    tickets.expire_all_lapsed(frozen.now)
    assert states(event) == [("Ada", "offered"), ("Ben", "offered")]
    assert set(second.tickets.values_list("state", flat=True)) == {"expired"}


def test_offer_that_is_not_taken_lapses_and_moves_on_in_one_go(event, frozen):
    wait(event, "Ada")
    wait(event, "Ben")
    give_back(event)

    frozen.move(hours=24)
    tickets.expire_all_lapsed(frozen.now)
    tickets.expire_all_lapsed(frozen.now)

    assert states(event) == [("Ada", "lapsed"), ("Ben", "offered")]
    assert (mails("lapsed"), mails("offered")) == (["ada@mail.example"], ["ada@mail.example", "ben@mail.example"])
    assert Message.objects.get(template="attendees/waiting_offered", to="ada@mail.example").state == "withdrawn"
    assert row(event) == (3, 0, 0)


def test_after_the_last_offer_lapsed_the_place_is_everybodys(event, frozen):
    wait(event, "Ada")
    give_back(event)

    frozen.move(hours=24)
    tickets.expire_all_lapsed(frozen.now)

    assert row(event) == (2, 0, 1)


def test_public_takes_only_what_nobody_waits_for_and_never_what_an_offer_holds(event, frozen):
    """Decision 13: somebody with an offer waits for nothing more, whatever they answer; who waits closes the sale."""
    ada = wait(event, "Ada", party=2)
    give_back(event, 2)
    assert row(event) == (3, 0, 0)

    def buy(name):
        wish = wishes.Wish(name=name, email=f"{name.lower()}@mail.example")
        return sign_up.take(event, wish, now=frozen.now)

    with pytest.raises(places.Full):
        buy("Zed")
    ben = wait(event, "Ben", party=2)
    give_back(event)
    offer_answers.take_fewer(ada, companions=[], now=frozen.now)

    assert states(event) == [("Ada", "offered"), ("Ben", "offered")]
    assert row(event) == (3, 0, 0)
    with pytest.raises(places.Full):
        buy("Zed")
    offer_answers.take_fewer(ben, companions=[], now=frozen.now)
    buy("Zed")
    for entry in (ada, ben):
        offer_answers.accept(entry, now=frozen.now)
    assert row(event) == (3, 0, 0)
    assert Ticket.objects.for_event(event.pk).filter(sign_up__waited_as__isnull=False).live().count() == 2


def test_offer_never_outlasts_the_start_and_then_the_list_is_closed(event, frozen):
    wait(event, "Ada")
    frozen.set(event.starts_at - dt.timedelta(minutes=10))
    give_back(event)
    assert WaitingListEntry.objects.get().offered_until == event.starts_at

    frozen.set(event.starts_at)
    tickets.expire_all_lapsed(frozen.now)

    assert states(event) == [("Ada", "closed")]
    assert (mails("lapsed"), mails("closed")) == ([], ["ada@mail.example"])


@pytest.mark.parametrize("begun", [True, False])
def test_nothing_is_offered_of_an_evening_that_began_or_is_off(event, frozen, begun):
    wait(event, "Ada")
    if begun:
        frozen.set(event.starts_at)
    else:
        Event.objects.filter(pk=event.pk).update(state="cancelled", cancelled_at=frozen.now)

    some = Ticket.objects.for_event(event.pk).valid()[:1]
    tickets.cancel(some, reason=tickets.CANCELLED_BY_HOST, now=frozen.now)

    assert states(event) == [("Ada", "waiting")]


def test_nothing_is_offered_while_more_are_in_than_the_room_holds(event):
    wait(event, "Ada")
    places.resize(event.pk, capacity=2)

    give_back(event)
    assert states(event) == [("Ada", "waiting")]

    give_back(event)
    assert states(event) == [("Ada", "offered")]
    assert row(event) == (2, 0, 0)


def test_offer_of_a_free_evening_costs_nothing(series, frozen):
    event = full(1, series=series, price_amount=0)
    wait(event, "Ada")

    give_back(event)

    assert Ticket.objects.get(state="held").sign_up.way == SignUp.FREE


def test_who_took_an_offer_is_off_the_list(event, frozen):
    ada = wait(event, "Ada")
    give_back(event)

    sign_up.confirm(offers.current(ada), now=frozen.now)

    assert states(event) == [("Ada", "taken")]
    assert Ticket.objects.get(sign_up__waited_as=ada).holder == ada.person


def test_late_payer_of_a_lapsed_offer_is_seated_only_where_nobody_is_before_them(event, frozen):
    ada = wait(event, "Ada")
    wait(event, "Ben", party=2)
    give_back(event)
    places_of_ada = offers.current(ada)
    frozen.move(hours=24)
    tickets.expire_all_lapsed(frozen.now)
    assert row(event) == (2, 1, 0)

    with pytest.raises(places.Full):
        sign_up.confirm(places_of_ada, now=frozen.now)
    assert states(event) == [("Ada", "lapsed"), ("Ben", "waiting")]

    waiting_list.leave(WaitingListEntry.objects.get(name="Ben"), now=frozen.now)
    sign_up.confirm(places_of_ada, now=frozen.now)
    assert states(event) == [("Ada", "taken"), ("Ben", "left")]
    assert row(event) == (3, 0, 0)


def test_cancelled_evening_takes_offers_back_without_offering_them_on(event, frozen):
    wait(event, "Ada")
    wait(event, "Ben")
    give_back(event)
    Event.objects.filter(pk=event.pk).update(state="cancelled", cancelled_at=frozen.now)

    cancelled_events.settle(frozen.now)

    assert mails("offered") == ["ada@mail.example"]
    assert not Ticket.objects.live().exists()
