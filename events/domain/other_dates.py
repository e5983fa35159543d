"""The other dates of a series, for people who cannot have or do not want this one."""

import datetime as dt

from django.db.models import OuterRef

from events.models import Event, EventQuerySet
from foundation.lib import compiled


def after(moment: dt.datetime | OuterRef, *, series: int | OuterRef, count: int = 1) -> EventQuerySet:
    """Published evenings of a series that begin later and have `count` places, soonest first."""
    later = Event.objects.published().filter(series=series, starts_at__gt=moment)
    return later.with_room(count).order_by("starts_at")


def with_places(event: Event, *, now: dt.datetime, count: int = 1) -> EventQuerySet:
    """The other evenings of its series that have not begun and have `count` places, soonest first."""
    others = after(now, series=event.series_id, count=count).exclude(pk=event.pk)
    return others.select_related("series", "venue", "places")


def next_with_places(event: Event, *, now: dt.datetime) -> Event | None:
    """The first of `with_places`, with one place; one query."""
    return NEXT.first(event.series_id, event.pk, now)


def _next(series: int, event: int, now: dt.datetime) -> EventQuerySet:
    return with_places(Event(pk=event, series_id=series), now=now)[:1]


NEXT = compiled.Query(_next)


def find(event: Event, pk: int, *, now: dt.datetime) -> Event | None:
    """This one of the published evenings of the same series that have not begun, full or not."""
    coming = Event.objects.published().filter(series_id=event.series_id, starts_at__gt=now).exclude(pk=event.pk)
    return coming.select_related("series", "venue", "places").filter(pk=pk).first()


def without_places(event: Event, *, now: dt.datetime) -> EventQuerySet:
    """Those of which nobody can take a place now: full, or somebody waits."""
    coming = Event.objects.published().filter(series_id=event.series_id, starts_at__gt=now).exclude(pk=event.pk)
    full = coming.exclude(pk__in=coming.with_room(1).values("pk"))
    return full.select_related("series", "venue", "places").order_by("starts_at")
