"""The home page: the next date as a poster, the dates after it, and what an evening is like."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from attendees.domain import tickets
from events.models import Event
from flashmob.pages import phase, rendered
from foundation.lib import clock

SHOWN = 6


@rendered.for_everybody
def show(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return rendered.once(request, stamp=stamp_of(now), make=lambda: document(now))


def stamp_of(now: dt.datetime) -> tuple[object, ...]:
    rows = (
        Event.objects.public()
        .upcoming(now)
        .values_list(
            "pk", "state", "changed_at", "series__changed_at", "venue__changed_at",
            tickets.room_of_each(now=now), "starts_at", "ends_at",
        )[:SHOWN]
    )  # fmt: skip
    return tuple((*row, phase.of(row[-2], row[-1], now)) for row in rows)


def document(now: dt.datetime) -> str:
    """Two queries: the coming evenings, whatever their number."""
    upcoming = Event.objects.public().upcoming(now).select_related("series", "venue")
    coming = list(upcoming.annotate(left=tickets.room_of_each(now=now))[:SHOWN])
    first = next((event for event in coming if not event.is_cancelled), None)
    later = [event for event in coming if event is not first]
    next_free = next((event for event in later if event.left and not event.is_cancelled), None)
    address = [first.series.slug, first.slug] if first else []
    return render_to_string(
        "pages/home_page.html",
        {
            "first": first,
            "series": first.series if first else None,
            "later": later,
            "next_free": next_free,
            "take_url": reverse("flows:take-place", args=address) if first else "",
            "wait_url": reverse("attendees:wait", args=address) if first and now < first.starts_at else "",
            "diary_url": reverse("events:event-diary", args=address) if first else "",
        },
    )
