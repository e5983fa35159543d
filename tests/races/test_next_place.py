"""A room at its close: everybody keeps the next place at once, and a third of the room is all that is kept."""

import datetime as dt

import pytest

from attendees.domain import next_place
from attendees.models import Ticket
from events.domain import places
from events.models import Places
from foundation.lib import clock
from tests.support import careless
from tests.support.at_once import at_once, raised
from tests.support.factories import EventFactory, SignUpFactory, TicketFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
PEOPLE = 30


@pytest.fixture
def people(series):
    """Thirty people who came, at the end of their evening."""
    ends_at = clock.now() + dt.timedelta(minutes=10)
    event = EventFactory(series=series, starts_at=ends_at - dt.timedelta(hours=3), ends_at=ends_at, capacity=PEOPLE)
    sign_ups = SignUpFactory.create_batch(PEOPLE, event=event, people=[])
    return [TicketFactory(sign_up=sign_up, came=True) for sign_up in sign_ups]


def keep(ticket):
    return lambda: next_place.keep(ticket, now=clock.now())


def held(event):
    return Ticket.objects.for_event(event.pk).filter(state=Ticket.HELD).count()


def next_evening(series, capacity):
    return EventFactory(series=series, starts_at=clock.now() + dt.timedelta(days=28), capacity=capacity)


def test_30_people_keep_a_third_of_15_places(series, people):
    event = next_evening(series, 15)

    outcomes = at_once(*(keep(ticket) for ticket in people))

    assert raised(outcomes) == ["AttendeeRefused"] * 25
    assert held(event) == Places.objects.get(event=event).taken == 5


def test_without_the_lock_of_places_they_keep_more(series, people, monkeypatch, without_row_locks):
    """The negative control: all have counted before the first of them is counted."""
    event = next_evening(series, 15)
    monkeypatch.setattr(places, "claim", careless.once_all_are_there(places.claim, PEOPLE))

    at_once(*(keep(ticket) for ticket in people))

    assert held(event) == 15


def test_the_last_places_are_not_oversold(series, people):
    event = next_evening(series, 30)
    Places.objects.filter(event=event).update(taken=26)

    outcomes = at_once(*(keep(ticket) for ticket in people))

    assert raised(outcomes) == ["AttendeeRefused"] * 26
    assert (held(event), Places.objects.get(event=event).taken) == (4, 30)


def test_ten_taps_of_one_person_are_one_place(series, people):
    event = next_evening(series, 15)

    outcomes = at_once(*[keep(people[0])] * 10)

    assert raised(outcomes) == []
    assert len({outcome.value.pk for outcome in outcomes}) == held(event) == 1
