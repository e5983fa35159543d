import datetime as dt

import pytest

from attendees.domain import appearances
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

    found = appearances.of([ada_profile.pk], event=event)

    assert (found.recorded, found.nth(ada_profile.pk), found.is_first_timer(ada_profile.pk)) == (False, None, False)


def test_newcomer_to_a_series_that_counts_is_a_first_timer(frozen, event, ada_profile):
    came(ProfileFactory(), evening(event.series, days_ago=30))

    found = appearances.of([ada_profile.pk], event=event)

    assert (found.recorded, found.nth(ada_profile.pk), found.is_first_timer(ada_profile.pk)) == (True, 1, True)


def test_check_ins_and_imported_dates_count_once_each(frozen, event, ada_profile, django_assert_num_queries):
    series, pk = event.series, ada_profile.pk
    for days_ago in (30, 60):
        came(ada_profile, evening(series, days_ago=days_ago))
    noted(ada_profile, series, frozen, source="imported", date=(frozen.now - dt.timedelta(days=30)).date())
    noted(ada_profile, series, frozen, source="imported", date=dt.date(2024, 1, 9))
    SignUpFactory(event=evening(series, days_ago=90), buyer=ada_profile)  # booked, did not come
    came(ada_profile, evening(EventFactory().series, days_ago=30))  # another series

    with django_assert_num_queries(3):
        found = appearances.of([pk], event=event)

    assert found.days[pk] == {dt.date(2026, 5, 2), dt.date(2026, 4, 2), dt.date(2024, 1, 9)}
    assert (found.nth(pk), found.is_first_timer(pk)) == (4, False)


def test_evening_itself_and_later_ones_do_not_count(frozen, event, ada_profile):
    came(ada_profile, event)

    assert appearances.of([ada_profile.pk], event=event).days == {}


def test_who_came_before_we_counted_is_no_first_timer_and_gets_no_number(frozen, event, ada_profile):
    came(ProfileFactory(), evening(event.series, days_ago=30))
    noted(ada_profile, event.series, frozen, source="said", date=None)

    found = appearances.of([ada_profile.pk], event=event)

    assert (found.nth(ada_profile.pk), found.is_first_timer(ada_profile.pk)) == (None, False)
