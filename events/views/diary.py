"""Evenings as calendar files: one to keep, and a feed to subscribe to. The same for everybody."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from events.domain import diary, feeds
from events.models import Event, Series
from foundation.lib import calendar_response, clock


@require_safe
def show_event(request: HttpRequest, series: str, event: str) -> HttpResponseBase:
    """One published or cancelled evening."""
    events = Event.objects.public().filter(published_at__isnull=False).select_related("series", "venue")
    found = get_object_or_404(events, series__slug=series, slug=event)
    return calendar_response.answer(request, diary.public(found), name=f"{series}-{event}.ics")


@require_safe
def show_series(request: HttpRequest, series: str) -> HttpResponseBase:
    """All dates of a series."""
    found = get_object_or_404(Series, slug=series)
    return calendar_response.answer(request, feeds.of_series(found, now=clock.now()), name=f"{series}.ics")
