"""Calendars to subscribe to: all dates of a series. Cancelled evenings stay in them for 30 days."""

import datetime as dt

from icalendar import Calendar

from events.domain import diary
from events.models import Event, Series

CANCELLED_STAYS = dt.timedelta(days=30)
ASK_AGAIN = "PT6H"


def series(series: Series, *, now: dt.datetime) -> bytes:
    """The feed of a series: every public evening, past ones too. The same rows give the same bytes."""
    calendar = named(series.name)
    for event in on_show(series, now=now):
        calendar.add_component(diary.announced(event))
    return bytes(calendar.to_ical())


def on_show(series: Series, *, now: dt.datetime) -> list[Event]:
    """One query: published evenings, and cancelled ones for 30 days after they were cancelled."""
    events = Event.objects.public().filter(series=series).select_related("series", "venue")
    gone = events.filter(state=Event.CANCELLED, cancelled_at__lt=now - CANCELLED_STAYS)
    return list(events.exclude(pk__in=gone.values("pk")).order_by("starts_at"))


def named(name: str) -> Calendar:
    """An empty feed with its name and how often to ask for it again (RFC 7986, and what older diaries read)."""
    calendar = diary.empty_calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", ASK_AGAIN)
    return calendar
