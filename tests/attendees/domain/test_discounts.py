import datetime as dt

import pytest

from attendees.domain import departures, discounts, moves, sign_up, tickets
from attendees.domain.refused import AttendeeRefused
from attendees.domain.wishes import Wish
from attendees.models import SignUp, WaitingListEntry
from events.domain import places, vouchers
from events.models import Places, Voucher
from tests.support.factories import EventFactory, SignUpFactory
from tests.support.waiting import wait


@pytest.fixture
def make(series, frozen):
    def make(**values):
        values = {"words": "FRIENDS", "kind": "percent", "value": 50, **values}
        return vouchers.create(series, values=values, by="Henry", now=frozen.now)

    return make


def take(event, voucher, *, now, email="ada@mail.example", friends=0, at_door=False):
    companions = tuple((f"Friend {number}", "") for number in range(friends))
    wish = Wish("Ada", email, companions=companions, voucher=voucher, at_door=at_door)
    return sign_up.take(event, wish, now=now)


def taken(event):
    return Places.objects.get(event=event).taken


def test_code_lowers_the_price_of_each_place(make, event, frozen):
    made = take(event, make(), now=frozen.now, friends=1)

    assert (made.price_amount, made.way, made.voucher.words) == (250, SignUp.CARD, "FRIENDS")
    assert [ticket.state for ticket in made.tickets.all()] == ["held", "held"]


def test_what_is_free_with_a_code_is_confirmed_at_once(make, event, frozen):
    made = take(event, make(kind="free", value=0), now=frozen.now)

    assert (made.price_amount, made.way, made.tickets.get().state) == (0, SignUp.FREE, "valid")


def test_code_counts_live_places_and_says_how_many_are_left(make, event, frozen):
    voucher = make(most_places=3)
    first = take(event, voucher, now=frozen.now, friends=1)

    with pytest.raises(AttendeeRefused, match="good for 1 more place"):
        take(event, voucher, now=frozen.now, email="ben@mail.example", friends=1)
    take(event, voucher, now=frozen.now, email="ben@mail.example")
    with pytest.raises(AttendeeRefused, match="This code is used up"):
        take(event, voucher, now=frozen.now, email="cleo@mail.example")

    tickets.expire(first, now=frozen.now)
    assert discounts.places_left(voucher) == 2
    assert taken(event) == 1


def test_places_set_aside_are_taken_first_and_by_nobody_else(make, event, frozen):
    voucher = make(event=event, reserved=3)
    take(event, None, now=frozen.now, email="one@mail.example", friends=3)
    take(event, None, now=frozen.now, email="two@mail.example", friends=2)
    assert taken(event) == 10

    with pytest.raises(places.Full):
        take(event, None, now=frozen.now, email="three@mail.example")
    take(event, Voucher.objects.get(), now=frozen.now, friends=1)

    assert (taken(event), Voucher.objects.get().reserved) == (10, 1)
    vouchers.end(voucher, by="Henry", now=frozen.now)
    assert taken(event) == 9


def aside(event):
    return Voucher.objects.get().reserved, taken(event)


@pytest.mark.parametrize("how", ["lapses", "cancelled", "moved"])
def test_place_of_the_reserve_that_comes_free_goes_back_to_it(make, event, series, frozen, how):
    make(event=event, reserved=2, kind="free" if how != "lapses" else "percent", value=0 if how != "lapses" else 50)
    made = take(event, Voucher.objects.get(), now=frozen.now, friends=1)
    assert aside(event) == (0, 2)
    fill(event)
    wait(event, "Wendy")

    if how == "lapses":
        frozen.move(hours=1)
        tickets.expire_all_lapsed(frozen.now)
    elif how == "cancelled":
        departures.cancel(list(made.tickets.all()), by="Ada", now=frozen.now)
    else:
        other = EventFactory(series=series, starts_at=event.starts_at + dt.timedelta(days=28), price_amount=0)
        moves.move(list(made.tickets.all()), to=other, by="Ada", now=frozen.now)

    assert aside(event) == (2, 10)
    assert WaitingListEntry.objects.get().state == "waiting"
    take(event, Voucher.objects.get(), now=frozen.now, email="ben@mail.example")
    assert aside(event) == (1, 10)


def fill(event):
    """All that anybody could take is taken."""
    SignUpFactory(event=event, people=["Guest"] * Places.objects.get(event=event).left)


def test_place_beyond_the_reserve_or_of_a_code_that_ended_is_everybodys(make, event, frozen):
    voucher = make(event=event, reserved=1, kind="free", value=0)
    first = take(event, Voucher.objects.get(), now=frozen.now, friends=1)
    assert aside(event) == (0, 2)

    departures.cancel([first.tickets.first()], by="Ada", now=frozen.now)
    assert aside(event) == (0, 1)
    vouchers.end(voucher, by="Henry", now=frozen.now)
    departures.cancel([first.tickets.last()], by="Ada", now=frozen.now)

    assert aside(event) == (0, 0)


def test_late_payer_gets_the_place_that_went_back_to_the_reserve(make, event, frozen):
    make(event=event, reserved=1)
    late = take(event, Voucher.objects.get(), now=frozen.now)
    fill(event)
    frozen.move(hours=1)
    tickets.expire_all_lapsed(frozen.now)
    assert aside(event) == (1, 10)

    sign_up.confirm(late, now=frozen.now)

    assert (late.tickets.get().state, aside(event)) == ("valid", (0, 10))


def test_newer_hold_of_the_same_address_uses_no_more_of_what_is_aside(make, event, frozen):
    make(event=event, reserved=3)
    take(event, Voucher.objects.get(), now=frozen.now)
    frozen.move(minutes=5)

    take(event, Voucher.objects.get(), now=frozen.now, friends=1)

    assert (taken(event), Voucher.objects.get().reserved) == (3, 1)


def test_code_that_ended_meanwhile_takes_nothing(make, event, frozen):
    voucher = make()
    vouchers.end(voucher, by="Henry", now=frozen.now)

    with pytest.raises(AttendeeRefused, match="no longer valid"):
        take(event, voucher, now=frozen.now)
    assert (SignUp.objects.count(), taken(event)) == (0, 0)


def test_use_is_counted_for_many_codes_in_one_query(make, event, series, frozen, django_assert_num_queries):
    take(event, make(), now=frozen.now, friends=2)
    make(words="OTHERS")

    with django_assert_num_queries(1):
        shown = [(each.words, each.used) for each in discounts.with_use(vouchers.of_series(series))]

    assert shown == [("OTHERS", 0), ("FRIENDS", 3)]


def test_code_taken_before_an_evening_of_another_time_still_counts(make, event, frozen):
    voucher = make(ends_at=frozen.now + dt.timedelta(hours=1))
    take(event, voucher, now=frozen.now)
    frozen.move(hours=1)

    with pytest.raises(AttendeeRefused, match="no longer valid"):
        take(event, voucher, now=frozen.now, email="ben@mail.example")
