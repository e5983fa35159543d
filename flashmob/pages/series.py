"""The page of a series: what it is, its next dates and its past evenings."""

import datetime as dt

from django.db.models import Count, Exists, Max, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from attendees.domain import quotes, tickets
from events.models import Event, Series
from flashmob.pages import rendered
from foundation.lib import clock
from networking.domain import write_ups

SHOWN = 36


@rendered.for_everybody
def show(request: HttpRequest, series: str) -> HttpResponse:
    now = clock.now()
    return rendered.once(request, stamp=stamp_of(series, now), make=lambda: document(series, now=now))


def stamp_of(slug: str, now: dt.datetime) -> tuple[object, ...]:
    """The series, its public evenings and their write-ups, and what is coming."""
    found = Series.objects.filter(slug=slug).values_list("pk", "changed_at").first()
    if found is None:
        raise Http404
    events = Event.objects.public().filter(series_id=found[0])
    written = events.annotate(written_at=Subquery(write_ups.published(OuterRef("pk")).values("changed_at")))
    counted = written.aggregate(Count("pk"), Max("changed_at"), Count("written_at"), Max("written_at"))
    coming = events.upcoming(now).values_list("pk", tickets.room_of_each(now=now), "venue__changed_at")[:SHOWN]
    return (*found, *counted.values(), tuple(coming))


def document(slug: str, *, now: dt.datetime) -> str:
    series = Series.objects.get(slug=slug)
    events = Event.objects.public().filter(series=series).select_related("venue")
    coming = events.upcoming(now).annotate(left=tickets.room_of_each(now=now))
    past = events.past(now).annotate(is_written_up=Exists(write_ups.published(OuterRef("pk"))))
    return render_to_string(
        "pages/series_page.html",
        {
            "series": series,
            "coming": list(coming[:SHOWN]),
            "past": list(past[:SHOWN]),
            "stories": quotes.of_series(series.pk),
        },
    )
