"""Two hosts, two sweeps or a double click at the same moment: one evening a date, on PostgreSQL."""

import datetime as dt

import pytest

from events.domain import publishing, recurrence, team
from events.models import Event, Series, TeamMember
from foundation.lib import clock
from tests.support.at_once import at_once, raised
from tests.support.factories import SeriesFactory, TeamMemberFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def make(series_id, starts_at):
    series = Series.objects.get(pk=series_id)
    return lambda: publishing.create(series, starts_at=starts_at, by="Henry", now=clock.now())


def test_a_double_click_makes_one_evening():
    series, starts_at = SeriesFactory(), clock.now() + dt.timedelta(days=7)

    outcomes = at_once(*(make(series.pk, starts_at) for _ in range(6)))

    assert raised(outcomes) == ["EventRefused"] * 5
    assert Event.objects.count() == 1


def test_without_the_lock_a_double_click_is_an_error(without_row_locks):
    """The negative control: the constraint still forbids two, but the host gets an error page instead of a sentence."""
    kinds = set()
    for day in range(1, 11):
        series, starts_at = SeriesFactory(), clock.now() + dt.timedelta(days=day)
        kinds |= set(raised(at_once(*(make(series.pk, starts_at) for _ in range(6)))))

    assert "IntegrityError" in kinds


def test_sweeps_at_once_make_each_date_once():
    series = SeriesFactory(repeats_week=1, repeats_weekday=1)

    outcomes = at_once(*(lambda: recurrence.keep_alive(Series.objects.get(), now=clock.now()) for _ in range(4)))

    assert raised(outcomes) == []
    assert Event.objects.filter(series=series).count() == 3


def test_two_owners_who_take_each_other_off_leave_one():
    series = SeriesFactory()
    for _ in range(2):
        TeamMemberFactory(series=series, role=TeamMember.OWNER)

    outcomes = at_once(*((lambda member=member: team.remove(member, by="-")) for member in series.team.all()))

    assert raised(outcomes) == ["EventRefused"]
    assert TeamMember.objects.count() == 1
