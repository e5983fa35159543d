import datetime as dt

import pytest
from django.db import IntegrityError

from attendees.domain import check_in, phone_list, rings
from attendees.domain.refused import AttendeeRefused
from attendees.models import Ring, Ticket

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def names(event, now):
    return [one.ticket.name for one in rings.at_door(event, now=now)]


def test_it_rings_once_until_somebody_has_seen_it(event, ticket):
    first, again = (rings.ring(ticket, now=event.starts_at + MINUTE * late) for late in (0, 1))

    assert (first, first.rang_at) == (again, event.starts_at)
    assert names(event, event.starts_at + MINUTE) == ["Ada Attendee"]


def test_first_who_has_seen_it_stays_on_it_and_then_it_can_ring_again(event, ticket):
    rang = rings.ring(ticket, now=event.starts_at)
    rings.see(event, rang.pk, by="Dora", now=event.starts_at + MINUTE)
    rings.see(event, rang.pk, by="Lee", now=event.starts_at + 2 * MINUTE)
    again = rings.ring(ticket, now=event.starts_at + 3 * MINUTE)

    rang.refresh_from_db()
    assert (rang.seen_by, rang.seen_at) == ("Dora", event.starts_at + MINUTE)
    assert again != rang
    assert rings.of([ticket], event, now=event.starts_at + 3 * MINUTE) == again


def test_two_minutes_without_an_answer_are_enough(event, ticket):
    rang = rings.ring(ticket, now=event.starts_at)

    assert not rings.is_unanswered(rang, now=event.starts_at + MINUTE)
    assert rings.is_unanswered(rang, now=event.starts_at + 2 * MINUTE)
    rings.see(event, rang.pk, by="Dora", now=event.starts_at + 2 * MINUTE)
    rang.refresh_from_db()
    assert not rings.is_unanswered(rang, now=event.starts_at + 5 * MINUTE)


def test_who_is_in_rings_no_more_and_what_was_seen_leaves_the_door_after_a_while(event, ticket):
    rang = rings.ring(ticket, now=event.starts_at)
    rings.see(event, rang.pk, by="Dora", now=event.starts_at)

    assert names(event, event.starts_at + 19 * MINUTE) == ["Ada Attendee"]
    assert names(event, event.starts_at + 20 * MINUTE) == []
    check_in.check_in(event, ticket, by="Dora", now=event.starts_at)
    assert names(event, event.starts_at + MINUTE) == []
    assert rings.of([ticket], event, now=event.starts_at + MINUTE) is None


@pytest.mark.parametrize("hours", [-3, 48])
def test_nobody_rings_outside_the_evening(event, ticket, hours):
    now = event.starts_at + dt.timedelta(hours=hours)

    with pytest.raises(AttendeeRefused, match="Nobody is at the door now"):
        rings.ring(ticket, now=now)
    assert rings.at_door(event, now=now) == []


def test_place_that_was_given_back_does_not_ring(event, ticket):
    Ticket.objects.update(state="cancelled", cancelled_at=event.starts_at, cancel_reason="person")
    ticket.refresh_from_db()

    with pytest.raises(AttendeeRefused, match="given back"):
        rings.ring(ticket, now=event.starts_at)


def test_database_lets_no_ticket_ring_twice_at_once(event, ticket):
    rings.ring(ticket, now=event.starts_at)

    with pytest.raises(IntegrityError):
        Ring.objects.create(ticket=ticket, event=event, rang_at=event.starts_at)


def test_phone_at_the_door_hears_it_by_first_name(event, ticket):
    rang = rings.ring(ticket, now=event.starts_at)

    found = phone_list.read(event, suiting={}, may_overfill=False, now=event.starts_at)

    assert found["rings"] == [{"id": rang.pk, "name": "Ada", "at": event.starts_at.isoformat(), "by": ""}]
