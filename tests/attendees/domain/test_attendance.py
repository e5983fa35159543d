import datetime as dt

import pytest

from attendees.domain import attendance
from attendees.models import PastAttendance
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory, TicketFactory


@pytest.fixture
def ada_profile(db):
    return ProfileFactory(email="ada@mail.example")


def evening(series, *, days_ago):
    event = EventFactory(series=series)
    shift = dt.timedelta(days=days_ago + 7)
    event.starts_at, event.ends_at = event.starts_at - shift, event.ends_at - shift
    event.save()
    return event


def came(profile, event):
    TicketFactory(sign_up=SignUpFactory(event=event, buyer=profile, people=[]), came=True)


def test_who_says_so_is_noted_once(frozen, event, ada_profile):
    ticket = SignUpFactory(event=event, buyer=ada_profile).tickets.get()

    for _ in range(2):
        attendance.say_been_before(ticket, now=frozen.now)

    ticket.refresh_from_db()
    assert (PastAttendance.objects.count(), ticket.been_before_at) == (1, frozen.now)


def test_person_without_an_address_may_say_so_too(frozen, event):
    ticket = SignUpFactory(event=event, people=["Ada", "Ben"]).tickets.get(seat=2)

    attendance.say_been_before(ticket, now=frozen.now)

    ticket.refresh_from_db()
    assert (ticket.been_before_at, PastAttendance.objects.count()) == (frozen.now, 0)


def test_series_knows_whether_it_counts(frozen, event, ada_profile):
    before = attendance.is_recorded(event.series, before=event.starts_at)
    came(ada_profile, evening(event.series, days_ago=30))

    assert (before, attendance.is_recorded(event.series, before=event.starts_at)) == (False, True)
