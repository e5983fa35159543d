"""The demo's dates: first Tuesdays, half past six, London time."""

import datetime as dt
from zoneinfo import ZoneInfo

from events.domain import places
from events.domain import words as evening_words
from events.models import Event, Series
from flashmob.demo import words


def first_tuesday(year: int, month: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(1 - first.weekday()) % 7)


def tuesdays_before(day: dt.date, count: int) -> list[dt.date]:
    """The last `count` first Tuesdays before `day`, oldest first."""
    found: list[dt.date] = []
    year, month = day.year, day.month
    while len(found) < count:
        date = first_tuesday(year, month)
        if date < day:
            found.append(date)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def tuesdays_after(day: dt.date, count: int) -> list[dt.date]:
    """The next `count` first Tuesdays after `day`."""
    found: list[dt.date] = []
    year, month = day.year, day.month
    while len(found) < count:
        date = first_tuesday(year, month)
        if date > day:
            found.append(date)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def at(date: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """A local clock time as UTC."""
    return dt.datetime.combine(date, time, zone).astimezone(dt.UTC)


def save_event(series: Series, *, title: str, date: dt.date, capacity: int, made_days_before: int) -> Event:
    """A published evening of the series with its places, written down so many days before it."""
    starts_at = at(date, series.starts_at_time, series.zone)
    made_at = starts_at - dt.timedelta(days=made_days_before)
    event = Event.objects.create(
        series=series,
        venue=series.venue,
        slug=date.isoformat(),
        title=title,
        state=Event.PUBLISHED,
        starts_at=starts_at,
        ends_at=at(date, series.ends_at_time, series.zone),
        time_zone=series.time_zone,
        description=words.DESCRIPTIONS.get(title, ""),
        agenda=words.AGENDA,
        word=evening_words.pick(),
        repeats_on=date,
        price_amount=series.price_amount,
        currency=series.currency,
        pay_at_door=series.pay_at_door,
        created_at=made_at,
        changed_at=made_at,
        published_at=made_at,
    )
    places.open_for(event, capacity=capacity)
    return event
