import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from attendees.domain import import_dates

LONDON = ZoneInfo("Europe/London")


def read(text, *, month_first=False):
    return import_dates.read(text, month_first=month_first, zone=LONDON)


@pytest.mark.parametrize(
    "typed",
    ["2026-03-03", "3/3/2026", "03/03/2026", "3.3.2026", "3-3-2026", "3/3/26", "3 March 2026", "3rd March 2026",
     "3 Mar 2026", "2026-03-03 18:30", "2026-03-03T18:30:00", "03/03/2026 18:30", "3. März 2026", "Di., 3.3.2026",
     "03.03.2026 18:30 Uhr", "March 3, 2026", "Mar 3, 2026 6:30 PM", "Tuesday, 3 March 2026", "Tue, Mar 3, 2026",
     "Dienstag, 3. März 2026", "2026-03-03T18:30:00.000Z", "2026-03-03 18:30:00 +0000"],
)  # fmt: skip
def test_days_are_read_as_people_and_platforms_write_them(typed):
    assert read(typed) == dt.date(2026, 3, 3)


def test_day_comes_first_unless_it_is_said_otherwise_and_always_with_dots():
    assert (read("2/3/2026"), read("2/3/2026", month_first=True)) == (dt.date(2026, 3, 2), dt.date(2026, 2, 3))
    assert read("2.3.2026", month_first=True) == dt.date(2026, 3, 2)


def test_moment_with_an_offset_is_the_day_there():
    assert read("2026-06-02T23:30:00Z") == dt.date(2026, 6, 3)
    assert read("2026-06-02 23:30:00") == dt.date(2026, 6, 2)


@pytest.mark.parametrize(
    "typed", ["", "32/1/2026", "soon", "2026", "3/13/2026", "=1+1", "31 February 2026", "3 Foo 2026", "20260303"]
)
def test_what_is_no_date_is_none(typed):
    assert read(typed) is None


@pytest.mark.parametrize(
    ("column", "month_first", "unclear"),
    [
        (["3/4/2026", "3/13/2026"], True, False),
        (["3/4/2026", "13/3/2026"], False, False),
        (["3/4/2026", "5/6/2026"], False, True),
        (["3/3/2026"], False, False),
        (["13/3/2026", "3/13/2026"], False, False),
        (["3.4.2026", "2026-03-04", ""], False, False),
    ],
)
def test_column_proves_which_comes_first_or_leaves_it_open(column, month_first, unclear):
    assert (import_dates.are_month_first(column), import_dates.are_unclear(column)) == (month_first, unclear)
