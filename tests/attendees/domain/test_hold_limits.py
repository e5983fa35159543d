import pytest

from attendees.domain import sign_up
from attendees.domain.refused import AttendeeRefused
from attendees.domain.sign_up import Wish
from attendees.models import Ticket
from foundation.lib import clock
from tests.support.factories import EventFactory

NETWORK = "198.51.100.7"


def wish(number, *, address=NETWORK, companions=0):
    others = tuple((f"Guest {number}.{other}", "") for other in range(companions))
    return Wish(name=f"Guest {number}", email=f"guest+{number}@mail.example", companions=others, address=address)


def live(event):
    return Ticket.objects.for_event(event.pk).live().count()


def test_one_address_never_holds_over_a_tenth_of_the_room(series):
    event = EventFactory(series=series, capacity=60)
    for number in range(6):
        sign_up.take(event, wish(number), now=clock.now())

    with pytest.raises(AttendeeRefused, match="from your network"):
        sign_up.take(event, wish(7), now=clock.now())

    assert live(event) == 6


def test_largest_sign_up_is_possible_in_the_smallest_room(series):
    event = EventFactory(series=series, capacity=8)

    sign_up.take(event, wish(1, companions=3), now=clock.now())

    assert live(event) == 4


def test_free_places_are_limited_too_but_only_within_the_hour(frozen, series):
    event = EventFactory(series=series, capacity=40, price_amount=0)
    sign_up.take(event, wish(1, companions=3), now=clock.now())
    with pytest.raises(AttendeeRefused, match="in an hour"):
        sign_up.take(event, wish(2), now=clock.now())
    frozen.move(minutes=61)

    sign_up.take(event, wish(2), now=clock.now())

    assert live(event) == 5


def test_own_hold_that_the_new_one_replaces_does_not_count(series):
    event = EventFactory(series=series, capacity=10)
    sign_up.take(event, wish(1, companions=3), now=clock.now())

    sign_up.take(event, wish(1, companions=2), now=clock.now())

    assert live(event) == 3


def test_five_lapsed_holds_in_an_hour_are_enough(frozen, series):
    event = EventFactory(series=series)
    for number in range(5):
        sign_up.let_go(sign_up.take(event, wish(number), now=clock.now()), now=clock.now())

    with pytest.raises(AttendeeRefused, match="kept from here and not paid"):
        sign_up.take(event, wish(6), now=clock.now())
    sign_up.take(event, wish(7, address="203.0.113.9"), now=clock.now())
    frozen.move(minutes=61)
    sign_up.take(event, wish(8), now=clock.now())

    assert live(event) == 2


def test_without_an_address_nothing_is_counted(series):
    event = EventFactory(series=series, capacity=60)

    for number in range(8):
        sign_up.take(event, wish(number, address=""), now=clock.now())

    assert live(event) == 8
