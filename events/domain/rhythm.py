"""The dates of a series that repeats: every first Tuesday, at its usual hour, local time."""

import datetime as dt
from collections.abc import Iterator

from events.models import Event, Series
from foundation.lib import local_times, month_days


def dates(series: Series, *, now: dt.datetime) -> Iterator[dt.date]:
    """The dates whose usual hour lies ahead, without end; none for a series without a rhythm."""
    if series.repeats_week is None or series.repeats_weekday is None:
        return
    today = now.astimezone(series.zone).date()
    for date in month_days.following(today, week=series.repeats_week, weekday=series.repeats_weekday):
        if starts_at(series, date) > now:
            yield date


def date_to_stand_for(series: Series, day: dt.date) -> dt.date | None:
    """`day` itself when it is one of the series' dates and no evening stands for it yet."""
    if series.repeats_week is None or series.repeats_weekday is None:
        return None
    date = month_days.nth_weekday(day.year, day.month, week=series.repeats_week, weekday=series.repeats_weekday)
    return None if date != day or Event.objects.filter(series=series, repeats_on=day).exists() else day


def starts_at(series: Series, day: dt.date) -> dt.datetime:
    """The series' usual hour on a day, in UTC; on a night when the clocks skip that hour, an hour later."""
    return local_times.utc(dt.datetime.combine(day, series.starts_at_time), series.zone)
