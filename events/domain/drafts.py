"""Drafts that the calendar made and nobody has worked on: they may give way."""

import datetime as dt

from django.db.models import F, QuerySet

from events.models import Event, Series


def untouched(series: Series) -> QuerySet[Event]:
    """The calendar's drafts that are still as it made them."""
    return Event.objects.filter(
        series=series, state=Event.DRAFT, repeats_on__isnull=False, changed_at=F("created_at"), places__taken=0
    )


def drop_untouched(series: Series, *, now: dt.datetime, day: dt.date | None = None) -> int:
    """Take away those that lie ahead (only that of `day`, if given); returns how many."""
    drafts = untouched(series).filter(starts_at__gt=now)
    if day is not None:
        drafts = drafts.filter(repeats_on=day)
    return drafts.delete()[1].get("events.Event", 0)
