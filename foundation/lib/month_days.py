"""The nth or the last weekday of a month: "every first Tuesday". Pure; local dates."""

import calendar
import datetime as dt
from collections.abc import Iterator

LAST = -1


def nth_weekday(year: int, month: int, *, week: int, weekday: int) -> dt.date:
    """The first (1) to fourth (4) or LAST `weekday` (Monday is 0) of a month."""
    if week == LAST:
        end = dt.date(year, month, calendar.monthrange(year, month)[1])
        return end - dt.timedelta(days=(end.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (week - 1))


def following(day: dt.date, *, week: int, weekday: int) -> Iterator[dt.date]:
    """Without end: the dates of the rhythm on or after `day`, one a month."""
    year, month = day.year, day.month
    while True:
        date = nth_weekday(year, month, week=week, weekday=weekday)
        if date >= day:
            yield date
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def week_of(day: dt.date) -> int:
    """Which of its weekday in the month a day is: 1 to 4, or LAST when it is a fifth one."""
    number = (day.day - 1) // 7 + 1
    return number if number <= 4 else LAST


def same_month(one: dt.date, other: dt.date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
