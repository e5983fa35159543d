"""Dates and times as people say them, in the evening's own zone; aware datetimes in, sentences out.

Plain text for pages, mails and the journal. Templates reach it through `foundation.lib.page_words`.
"""

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Evening(Protocol):
    """Anything with a beginning and an end in a zone: an Event, for one."""

    @property
    def starts_at(self) -> dt.datetime: ...
    @property
    def ends_at(self) -> dt.datetime: ...
    @property
    def zone(self) -> ZoneInfo: ...


def day(moment: dt.datetime, zone: ZoneInfo = LONDON) -> str:
    """Tuesday 1 December 2026."""
    local = moment.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}"


def short_day(moment: dt.datetime, zone: ZoneInfo = LONDON) -> str:
    """Tue 1 Dec, for tight lists in which the year is plain."""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}"


def clock(moment: dt.datetime, zone: ZoneInfo = LONDON) -> str:
    """18:30."""
    return f"{moment.astimezone(zone):%H:%M}"


def on_the_minute(moment: dt.datetime) -> dt.datetime:
    """The nearest whole minute: clocks on phones and walls show no seconds."""
    return (moment + dt.timedelta(seconds=30)).replace(second=0, microsecond=0)


def zone_words(zone: ZoneInfo = LONDON) -> str:
    """London time; never GMT or BST, which half the readers get wrong."""
    city = zone.key.rpartition("/")[2].replace("_", " ")
    return f"{city} time"


def moment(at: dt.datetime, zone: ZoneInfo = LONDON) -> str:
    """Tuesday 1 December 2026, 18:30, London time."""
    return f"{day(at, zone)}, {clock(at, zone)}, {zone_words(zone)}"


def hours(evening: Evening) -> str:
    """18:30–21:00, or with the day when the evening ends on another one."""
    start, end = clock(evening.starts_at, evening.zone), clock(evening.ends_at, evening.zone)
    if ends_same_day(evening):
        return f"{start}–{end}"
    return f"{start} to {day(evening.ends_at, evening.zone)}, {end}"


def when(evening: Evening) -> str:
    """Tuesday 1 December 2026, 18:30–21:00, London time."""
    return f"{day(evening.starts_at, evening.zone)}, {hours(evening)}, {zone_words(evening.zone)}"


def ends_same_day(evening: Evening) -> bool:
    """Whether beginning and end are on one calendar day of the evening's zone."""
    zone = evening.zone
    return evening.starts_at.astimezone(zone).date() == evening.ends_at.astimezone(zone).date()
