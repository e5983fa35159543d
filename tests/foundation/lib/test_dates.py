import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from foundation.lib import dates

LONDON = ZoneInfo("Europe/London")


@dataclass
class Evening:
    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: ZoneInfo = LONDON


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


def test_when_in_winter_names_weekday_hours_and_zone():
    evening = Evening(utc(2026, 12, 1, 18, 30), utc(2026, 12, 1, 21, 0))

    assert dates.when(evening) == "Tuesday 1 December 2026, 18:30–21:00, London time"


def test_when_in_summer_shows_the_clock_on_the_pub_wall():
    evening = Evening(utc(2026, 7, 7, 17, 30), utc(2026, 7, 7, 20, 0))

    assert dates.when(evening) == "Tuesday 7 July 2026, 18:30–21:00, London time"


def test_when_past_midnight_says_the_day_it_ends():
    evening = Evening(utc(2026, 12, 31, 20, 0), utc(2027, 1, 1, 1, 0))

    assert dates.when(evening) == "Thursday 31 December 2026, 20:00 to Friday 1 January 2027, 01:00, London time"


def test_when_elsewhere_names_the_city():
    evening = Evening(utc(2026, 12, 1, 23, 30), utc(2026, 12, 2, 2, 0), ZoneInfo("America/New_York"))

    assert dates.when(evening) == "Tuesday 1 December 2026, 18:30–21:00, New York time"


def test_moment_just_after_midnight_london_time_is_the_next_day():
    assert dates.moment(utc(2026, 6, 30, 23, 5)) == "Wednesday 1 July 2026, 00:05, London time"


def test_short_day_leaves_out_the_year():
    assert dates.short_day(utc(2026, 12, 1, 18, 30)) == "Tue 1 Dec"
