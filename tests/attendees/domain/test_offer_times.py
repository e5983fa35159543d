import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendees.domain import offer_times

LONDON = ZoneInfo("Europe/London")
DAY = dt.timedelta(hours=24)


def at(words):
    """London clock time, as UTC."""
    return dt.datetime.strptime(words, "%d %b %Y %H:%M").replace(tzinfo=LONDON).astimezone(dt.UTC)


def offered(now, *, start, usual=DAY):
    end = offer_times.until(at(now), starts_at=at(start), zone=LONDON, usual=usual)
    return f"{end.astimezone(LONDON):%-d %b %H:%M}"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("1 Jun 2026 12:00", "2 Jun 12:00"),
        ("8 Jun 2026 18:29", "9 Jun 18:29"),  # a minute more than a day ahead: the usual day
        ("8 Jun 2026 18:30", "8 Jun 20:30"),  # a day ahead: two hours by daylight
        ("8 Jun 2026 20:00", "8 Jun 22:00"),
        ("8 Jun 2026 20:01", "9 Jun 08:01"),
        ("8 Jun 2026 21:30", "9 Jun 09:30"),
        ("8 Jun 2026 22:00", "9 Jun 10:00"),
        ("9 Jun 2026 03:00", "9 Jun 10:00"),
        ("9 Jun 2026 08:00", "9 Jun 10:00"),
        ("9 Jun 2026 16:29", "9 Jun 18:29"),
        ("9 Jun 2026 16:30", "9 Jun 16:45"),  # the last two hours: a quarter of an hour
        ("9 Jun 2026 18:14", "9 Jun 18:29"),
        ("9 Jun 2026 18:20", "9 Jun 18:30"),  # never past the start
    ],
)
def test_offer_lasts_as_long_as_the_time_to_the_start_allows(now, expected):
    assert offered(now, start="9 Jun 2026 18:30") == expected


def test_offer_lasts_as_long_as_the_series_says():
    assert offered("1 Jun 2026 12:00", start="9 Jun 2026 18:30", usual=dt.timedelta(hours=48)) == "3 Jun 12:00"
    assert offered("8 Jun 2026 12:00", start="9 Jun 2026 18:30", usual=dt.timedelta(hours=48)) == "9 Jun 18:30"
    assert offered("9 Jun 2026 10:00", start="9 Jun 2026 18:30", usual=dt.timedelta(hours=1)) == "9 Jun 11:00"


@pytest.mark.parametrize(
    ("now", "start", "expected"),
    [
        # In March the clocks jump from 1:00 to 2:00, in October they go back from 2:00 to 1:00, both on a Sunday.
        ("28 Mar 2026 12:00", "31 Mar 2026 18:30", "29 Mar 13:00"),
        ("28 Mar 2026 21:00", "29 Mar 2026 20:00", "29 Mar 09:00"),
        ("29 Mar 2026 00:30", "29 Mar 2026 20:00", "29 Mar 10:00"),
        ("24 Oct 2026 12:00", "27 Oct 2026 18:30", "25 Oct 11:00"),
        ("24 Oct 2026 21:00", "25 Oct 2026 19:00", "25 Oct 09:00"),
        ("25 Oct 2026 01:30", "25 Oct 2026 19:00", "25 Oct 10:00"),
    ],
)
def test_clock_changes_move_no_daytime(now, start, expected):
    assert offered(now, start=start) == expected


@given(
    minutes=st.integers(1, 60 * 24 * 400),
    ahead=st.integers(1, 60 * 24 * 30),
    usual=st.sampled_from([4, 12, 24, 48]),
)
def test_offer_never_ends_at_once_and_never_past_the_start(minutes, ahead, usual):
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    starts_at = now + dt.timedelta(minutes=ahead)

    end = offer_times.until(now, starts_at=starts_at, zone=LONDON, usual=dt.timedelta(hours=usual))

    assert min(starts_at, now + dt.timedelta(minutes=15)) <= end <= starts_at


@pytest.mark.parametrize(("before", "expected"), [(121, False), (120, True), (1, True), (0, False)])
def test_last_hours_are_the_two_before_the_start(before, expected):
    starts_at = at("9 Jun 2026 18:30")

    found = offer_times.is_last_hours(starts_at - dt.timedelta(minutes=before), starts_at=starts_at)

    assert found is expected
