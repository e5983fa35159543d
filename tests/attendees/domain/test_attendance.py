import datetime as dt

import pytest

from attendees.domain import attendance
from attendees.domain.attendance import Standing
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


def noted(profile, series, frozen, **fields):
    PastAttendance.objects.create(profile=profile, series=series, noted_at=frozen.now, **fields)


def test_series_without_recorded_attendance_calls_nobody_a_first_timer(frozen, event, ada_profile):
    SignUpFactory(event=evening(event.series, days_ago=30), buyer=ada_profile)

    found = attendance.standing(ada_profile, event.series, before=event.starts_at)

    assert found == Standing(came=0, said=False, recorded=False)
    assert (found.is_first_timer, found.nth) == (False, 1)


def test_newcomer_to_a_series_that_counts_is_a_first_timer(frozen, event, ada_profile):
    came(ProfileFactory(), evening(event.series, days_ago=30))

    assert attendance.is_first_timer(ada_profile, event.series, before=event.starts_at) is True
    assert attendance.nth(ada_profile, event.series, before=event.starts_at) == 1


def test_check_ins_and_imported_dates_count_once_each(frozen, event, ada_profile, django_assert_num_queries):
    series = event.series
    for days_ago in (30, 60):
        came(ada_profile, evening(series, days_ago=days_ago))
    noted(ada_profile, series, frozen, source="imported", date=(frozen.now - dt.timedelta(days=30)).date())
    noted(ada_profile, series, frozen, source="imported", date=dt.date(2024, 1, 9))
    SignUpFactory(event=evening(series, days_ago=90), buyer=ada_profile)  # booked, did not come
    came(ada_profile, evening(EventFactory().series, days_ago=30))  # another series

    with django_assert_num_queries(2):
        found = attendance.standing(ada_profile, series, before=event.starts_at)

    assert found == Standing(came=3, said=False, recorded=True)
    assert (found.nth, found.is_first_timer) == (4, False)
    assert attendance.count(ada_profile, series, before=event.starts_at) == 3


def test_evening_itself_and_later_ones_do_not_count(frozen, event, ada_profile):
    came(ada_profile, event)

    assert attendance.count(ada_profile, event.series, before=event.starts_at) == 0


def test_who_says_so_is_no_first_timer_and_gets_no_number(frozen, event, ada_profile):
    came(ProfileFactory(), evening(event.series, days_ago=30))
    ticket = SignUpFactory(event=event, buyer=ada_profile).tickets.get()

    for _ in range(2):
        attendance.say_been_before(ticket, now=frozen.now)

    found = attendance.standing(ada_profile, event.series, before=event.starts_at)
    ticket.refresh_from_db()
    assert (found.is_first_timer, found.nth) == (False, None)
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
