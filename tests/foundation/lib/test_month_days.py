import datetime as dt
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.lib import month_days
from foundation.lib.month_days import LAST

WEEKS = st.sampled_from([1, 2, 3, 4, LAST])
WEEKDAYS = st.integers(0, 6)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1))


@pytest.mark.parametrize(
    ("year", "month", "week", "weekday", "date"),
    [
        (2026, 12, 1, 1, dt.date(2026, 12, 1)),
        (2026, 9, 4, 2, dt.date(2026, 9, 23)),
        (2026, 9, LAST, 2, dt.date(2026, 9, 30)),
        (2028, 2, LAST, 1, dt.date(2028, 2, 29)),
        (2027, 2, LAST, 6, dt.date(2027, 2, 28)),
    ],
)
def test_nth_weekday_of_known_months(year, month, week, weekday, date):
    assert month_days.nth_weekday(year, month, week=week, weekday=weekday) == date


@given(DAYS, WEEKS, WEEKDAYS)
def test_following_gives_one_date_a_month_across_year_ends(day, week, weekday):
    dates = list(islice(month_days.following(day, week=week, weekday=weekday), 26))

    months = [date.year * 12 + date.month for date in dates]
    assert months == list(range(months[0], months[0] + 26))
    assert dates[0] >= day
    assert months[0] - (day.year * 12 + day.month) in (0, 1)
    for date in dates:
        assert date.weekday() == weekday
        assert month_days.week_of(date) in (week, LAST, 4)
        if week == LAST:
            assert (date + dt.timedelta(days=7)).month != date.month
        else:
            assert (date.day - 1) // 7 + 1 == week


@pytest.mark.parametrize(("day", "week"), [(1, 1), (7, 1), (8, 2), (28, 4), (29, LAST)])
def test_week_of_counts_the_weekday_in_its_month(day, week):
    assert month_days.week_of(dt.date(2026, 12, day)) == week
