"""The rhythm of a series (every first Tuesday, say): its next three dates are always there.

A date that was cancelled is skipped, never made again; one that was moved counts where it stands now. The evening for
a date keeps it in `repeats_on`.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from events.domain import publishing, rhythm
from events.models import Event, Series
from foundation.lib import month_days

ALIVE = 3
LOOK_AHEAD = 12  # dates; a host who cancels all of a year wants no more
BY = "The calendar"
KEPT_WORDS = ("agenda", "door_note", "week_before_at", "two_days_before_at", "morning_at", "morning_after_at")


@dataclass(frozen=True)
class Taken:
    """What stands in for a date of the rhythm: an evening made for it, or any evening on that very day."""

    repeats_on: dt.date | None
    day: dt.date
    alive: bool
    untouched: bool

    def covers(self, date: dt.date) -> bool:
        if self.repeats_on is not None and month_days.same_month(self.repeats_on, date):
            return True
        return self.day == date


def keep_alive(series: Series, *, now: dt.datetime) -> list[Event]:
    """Make the evenings that are missing among the next three dates, as the series wants them; returns the new ones.

    Twice, or two at once, makes nothing twice.
    """
    if not _missing(series, now=now):
        return []
    with transaction.atomic():
        series.refresh_from_db(from_queryset=Series.objects.select_for_update(no_key=True))
        return [_make(series, date, now=now) for date in _missing(series, now=now)]


def next_open_date(series: Series, *, now: dt.datetime) -> dt.date:
    """The date to offer for the next evening: the first of the rhythm that nobody has worked on yet.

    Without a rhythm: the same weekday of the month as the last evening, else four weeks from today.
    """
    taken = _taken(series)
    for date in islice(rhythm.dates(series, now=now), LOOK_AHEAD):
        if all(one.untouched for one in taken if one.covers(date)):
            return date
    return _guess([one.day for one in taken], today=now.astimezone(series.zone).date())


def _missing(series: Series, *, now: dt.datetime) -> list[dt.date]:
    """The dates to make so that three are alive."""
    taken = _taken(series)
    alive, missing = 0, []
    for date in islice(rhythm.dates(series, now=now), LOOK_AHEAD):
        covering = [one for one in taken if one.covers(date)]
        if not covering:
            missing.append(date)
        if not covering or any(one.alive for one in covering):
            alive += 1
        if alive == ALIVE:
            break
    return missing


def _taken(series: Series) -> list[Taken]:
    events = Event.objects.filter(series=series).only(
        "repeats_on", "starts_at", "time_zone", "state", "created_at", "changed_at"
    )
    return [
        Taken(
            repeats_on=event.repeats_on,
            day=event.starts_local.date(),
            alive=not event.is_cancelled,
            untouched=event.is_draft and event.repeats_on is not None and event.changed_at == event.created_at,
        )
        for event in events.order_by("starts_at")
    ]


def _guess(days: list[dt.date], *, today: dt.date) -> dt.date:
    if not days:
        return today + dt.timedelta(weeks=4)
    last = days[-1]
    dates = month_days.following(max(today, last), week=month_days.week_of(last), weekday=last.weekday())
    return next(date for date in dates if date > today and date not in days)


def _make(series: Series, date: dt.date, *, now: dt.datetime) -> Event:
    """A new evening with the series' habits and the lasting words of the evening before."""
    before = Event.objects.filter(series=series).exclude(state=Event.CANCELLED).order_by("-starts_at").first()
    words = {field: getattr(before, field) for field in KEPT_WORDS} if before else {}
    event = publishing.create(
        series, starts_at=rhythm.starts_at(series, date), by=BY, now=now, details=words | {"repeats_on": date}
    )
    if series.repeats_as == Series.PUBLISHED and event.venue_id is not None:
        publishing.publish(event, by=BY, now=now)
    return event
