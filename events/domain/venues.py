"""Venues of a series: making one, and correcting how it is described."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from events.domain import journal
from events.models import Event, Series, Venue

IN_DIARIES = frozenset({"name", "address", "postcode"})


def create(series: Series, *, values: Mapping[str, Any], by: str, now: dt.datetime) -> Venue:
    """Save a venue (names as the model's fields); the first one becomes the series' usual venue, also of its drafts.

    Told the same twice, it is one.
    """
    with transaction.atomic():
        Series.objects.select_for_update(no_key=True).get(pk=series.pk)
        same = Venue.objects.filter(series=series, **values).first()
        if same:
            return same
        venue = Venue.objects.create(series=series, changed_at=now, **values)
        journal.note(series, by=by, sentence=f"added the venue {venue.name}")
        if series.venue_id is None:
            Series.objects.filter(pk=series.pk, venue__isnull=True).update(venue=venue, changed_at=now)
            series.refresh_from_db(fields=["venue", "changed_at"])
            Event.objects.filter(series=series, state=Event.DRAFT, venue__isnull=True).update(venue=venue)
    return venue


def edit(venue: Venue, *, changes: Mapping[str, Any], by: str, now: dt.datetime) -> None:
    """Correct a venue's words. A new name or address goes to the diaries of everybody who is coming there.

    It is a correction, never a move: an evening that goes elsewhere gets another venue (publishing.edit).
    """
    with transaction.atomic():
        venue.refresh_from_db(from_queryset=Venue.objects.select_for_update(no_key=True))
        changed = {name: value for name, value in changes.items() if getattr(venue, name) != value}
        if not changed:
            return
        Venue.objects.filter(pk=venue.pk).update(**changed, changed_at=now)
        if IN_DIARIES & set(changed):
            coming(venue, now=now).update(diary_revision=F("diary_revision") + 1, changed_at=now)
        journal.note(venue.series, by=by, sentence=f"corrected the venue {venue.name}")
        venue.refresh_from_db()


def coming(venue: Venue, *, now: dt.datetime) -> QuerySet[Event]:
    """Published evenings at this venue that are not over."""
    return Event.objects.filter(venue=venue).published().upcoming(now).order_by()
