"""The public page of one evening: one query when nothing has changed, three when something has."""

import datetime as dt
import json
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from attendees.domain import quotes, tickets
from events.domain import other_dates
from events.models import Event
from flashmob.pages import phase, picture, rendered
from foundation.lib import clock, compiled, links
from networking.domain import write_ups


@rendered.for_everybody
def show(request: HttpRequest, series: str, event: str) -> HttpResponse:
    """Published and cancelled evenings; a draft is not here (404)."""
    now = clock.now()
    stamp = stamp_of(series, event, now)
    return rendered.once(request, stamp=stamp, make=lambda: document(load(series, event), left=stamp.left, now=now))


@rendered.for_everybody
def show_picture(request: HttpRequest, series: str, event: str) -> HttpResponse:
    """The picture that other sites show beside a link (OpenGraph, 1200 × 630)."""
    stamp = stamp_of(series, event, clock.now())
    return rendered.once(request, stamp=stamp, make=lambda: picture.draw(load(series, event)), content_type="image/png")


class Stamp(NamedTuple):
    """Everything the page shows. `left` counts places whose hold has lapsed, whether or not a sweep gave them back."""

    pk: int
    state: str
    changed: tuple[dt.datetime | None, ...]
    left: int
    later: int | None
    phase: str


def stamp_of(series: str, slug: str, now: dt.datetime) -> Stamp:
    """In one query; raises Http404."""
    row = STAMP.first(series, slug, now)
    if row is None:
        raise Http404
    pk, state, left, later, starts_at, ends_at, *changed = row
    return Stamp(pk, state, tuple(changed), left, later, phase.of(starts_at, ends_at, now))


def _stamp(series: str, slug: str, now: dt.datetime) -> QuerySet[Event, tuple[Any, ...]]:
    later = other_dates.after(OuterRef("starts_at"), series=OuterRef("series_id"))
    return (
        Event.objects.public()
        .filter(series__slug=series, slug=slug)
        .values_list(
            "pk", "state", tickets.room_of_each(now=now), Subquery(later.values("pk")[:1]), "starts_at", "ends_at",
            "changed_at", "series__changed_at", "venue__changed_at", Subquery(later.values("changed_at")[:1]),
            Subquery(write_ups.published(OuterRef("pk")).values("changed_at")),
        )
    )  # fmt: skip


STAMP = compiled.Query(_stamp)


def load(series: str, slug: str) -> Event:
    """The evening, with the words of its write-up as `noticed`."""
    [event] = EVENING.all(series, slug)
    return event


def _evening(series: str, slug: str) -> QuerySet[Event]:
    noticed = Subquery(write_ups.published(OuterRef("pk")).values("words"))
    events = Event.objects.filter(series__slug=series, slug=slug).annotate(noticed=noticed)
    return events.select_related("series", "venue", "places")


EVENING = compiled.Query(_evening)


def document(event: Event, *, left: int, now: dt.datetime, is_preview: bool = False) -> str:
    """The whole page as HTML; `is_preview` says on top that only hosts see it."""
    series = event.series
    is_open = event.state == Event.PUBLISHED and not event.is_over(now)
    later, stories = None, []
    if is_open and left:
        stories = quotes.of_series(series.pk)  # where one can still come
    else:
        later = other_dates.next_with_places(event, now=max(now, event.starts_at))
    address = [series.slug, event.slug]
    return render_to_string(
        "pages/event_page.html",
        {
            "evening": event,
            "series": series,
            "left": None if event.is_over(now) else left,
            "is_open": is_open,
            "is_over": event.is_over(now),
            "is_preview": is_preview,
            "later": later,
            "take_url": reverse("flows:take-place", args=address) if is_open else "",
            "wait_url": reverse("attendees:wait", args=address) if is_open and now < event.starts_at else "",
            "diary_url": reverse("events:event-diary", args=address) if is_open else "",
            "canonical": links.to("pages:event", *address),
            "picture": links.to("pages:event-picture", *address),
            "first_time": event.first_time_words,
            "stories": stories,
            "house_rules": event.house_rules_words,
            "json_ld": json_ld(event, left=left),
        },
    )


def json_ld(event: Event, *, left: int) -> SafeString:
    """schema.org/Event for search engines; `<` is escaped so that nothing typed can leave the element."""
    address = [event.series.slug, event.slug]
    availability = "InStock" if left and event.state == Event.PUBLISHED else "SoldOut"
    facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "startDate": event.starts_local.isoformat(),
        "endDate": event.ends_local.isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if event.is_cancelled else 'Scheduled'}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "image": links.to("pages:event-picture", *address),
        "organizer": {"@type": "Organization", "name": event.series.name, "url": links.to("pages:series", address[0])},
        "offers": {
            "@type": "Offer",
            "price": f"{event.price_amount / 100:.2f}",
            "priceCurrency": event.currency.upper(),
            "availability": f"https://schema.org/{availability}",
            "url": links.to("pages:event", *address),
        },
    }
    if event.venue:
        facts["location"] = {"@type": "Place", "name": event.venue.name, "address": event.venue.one_line}
    written = json.dumps(facts, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(written)  # noqa: S308 - JSON with every HTML character escaped
