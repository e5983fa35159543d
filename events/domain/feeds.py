"""Calendars to subscribe to. They hold what lies ahead and a year of the past; what is cancelled stays a month, crossed
out, because an entry that just vanishes is not noticed.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from icalendar import Event as Entry

from events.domain import diary
from events.models import Event, Series
from foundation.lib.plain import one_line

ASK_AGAIN = dt.timedelta(hours=6)
PAST_KEPT = dt.timedelta(days=365)
CANCELLED_KEPT = dt.timedelta(days=30)


def of_series(series: Series, *, now: dt.datetime) -> bytes:
    """All public dates of a series, for people with and without a place."""
    events = Event.objects.filter(shown(now), series=series, published_at__isnull=False)
    entries = (diary.announced(event) for event in events.select_related("series", "venue").order_by("starts_at"))
    return feed(series.name, entries)


def shown(now: dt.datetime, *, path: str = "") -> Q:
    """The events that a feed holds; `path` leads to them, as in "event__"."""
    alive = Q(**{f"{path}state": Event.PUBLISHED, f"{path}ends_at__gt": now - PAST_KEPT})
    crossed_out = Q(**{f"{path}state": Event.CANCELLED, f"{path}cancelled_at__gt": now - CANCELLED_KEPT})
    return alive | crossed_out


def feed(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar with a name (RFC 7986, and the older words for it) that asks to be read again every six hours."""
    calendar = diary.empty_calendar("PUBLISH")
    for word in ("name", "x-wr-calname"):
        calendar.add(word, one_line(name))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
