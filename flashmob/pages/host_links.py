"""The ways on from the page of one evening, by what somebody may do there."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from attendees.domain.glance import Glance
from events.models import Event
from events.views.access import Who


@dataclass(frozen=True)
class Way:
    """A page of the evening by its URL name. `for_hosts`: not for who stands in."""

    name: str
    label: str
    for_hosts: bool = True


@dataclass(frozen=True)
class Link:
    label: str
    href: str
    note: str = ""


GROUPS = (
    (
        "People",
        (
            Way("attendees:people", "Everybody with a place", for_hosts=False),
            Way("attendees:waiting-desk", "Waiting list", for_hosts=False),
            Way("networking:cards-desk", "What they say of themselves"),
            Way("networking:wishes-desk", "Wishes for the tables"),
            Way("attendees:add-guest", "Guest list"),
            Way("attendees:import-people", "Bring in a list from elsewhere"),
            Way("networking:questions-desk", "Their questions"),
            Way("networking:look-outs-desk", "Who looks out for whom", for_hosts=False),
            Way("attendees:settle", "Who came?", for_hosts=False),
        ),
    ),
    (
        "Words to them",
        (
            Way("attendees:write-to-people", "Write to people", for_hosts=False),
            Way("events:write-tonight", "Line on the ticket pages, and tonight’s word", for_hosts=False),
            Way("attendees:messages", "Mails and what became of them"),
        ),
    ),
    (
        "The door",
        (
            Way("attendees:door", "Open the door", for_hosts=False),
            Way("payments:till", "The till: float and count", for_hosts=False),
            Way("events:list-links", "Links for helpers and a stand-in"),
        ),
    ),
    (
        "On paper",
        (
            Way("attendees:print-people", "The list", for_hosts=False),
            Way("attendees:print-stickers", "Name stickers", for_hosts=False),
            Way("networking:print-signs", "Table signs", for_hosts=False),
            Way("networking:screens", "Where do I go? Screen, table phones, paper", for_hosts=False),
            Way("attendees:poster", "Poster for the entrance", for_hosts=False),
        ),
    ),
    (
        "In the room",
        (
            Way("networking:tonight", "Tonight: run the evening", for_hosts=False),
            Way("networking:room-plan", "Groups and rounds", for_hosts=False),
            Way("networking:table-places", "Where the tables stand", for_hosts=False),
            Way("networking:choose-activity", "Tonight’s activity", for_hosts=False),
            Way("networking:list-noticed", "What we noticed", for_hosts=False),
            Way("networking:edit-write-up", "Write-up of what we noticed"),
            Way("networking:show-evening-ledger", "How the evening went"),
        ),
    ),
    (
        "The evening",
        (
            Way("events:edit-event", "Change it"),
            Way("payments:show-money", "Money"),
            Way("events:duplicate-event", "Another one like it"),
            Way("events:show-event-journal", "Who did what"),
            Way("flows:cancel-event", "Cancel it", for_hosts=False),
        ),
    ),
)
NOT_WHEN_CANCELLED = {
    "events:edit-event", "flows:cancel-event", "attendees:door", "attendees:poster", "attendees:write-to-people",
    "attendees:add-guest", "attendees:settle", "payments:till", "networking:tonight", "networking:room-plan",
    "networking:table-places",
}  # fmt: skip
NOT_BEFORE_START = {"attendees:settle", "networking:edit-write-up", "networking:show-evening-ledger"}
NOT_WHEN_OVER = {"flows:cancel-event", "attendees:poster"}


def for_page(event: Event, who: Who, people: Glance, *, now: dt.datetime) -> list[tuple[str, list[Link]]]:
    """(title, links), each group with what is possible now; the evening's own page at the end."""
    groups = [
        (title, [_link(way, event, people) for way in ways if _is_open(way, event, who, now=now)])
        for title, ways in GROUPS
    ]
    groups[-1][1].append(_public_page(event))
    return [(title, links) for title, links in groups if links]


def _is_open(way: Way, event: Event, who: Who, *, now: dt.datetime) -> bool:
    if way.for_hosts and not who.is_host:
        return False
    if way.name in NOT_WHEN_CANCELLED and event.is_cancelled:
        return False
    if way.name in NOT_WHEN_OVER and event.is_over(now):
        return False
    return way.name not in NOT_BEFORE_START or now >= event.starts_at


def _link(way: Way, event: Event, people: Glance) -> Link:
    counts = {"attendees:people": people.coming, "attendees:waiting-desk": event.places.waiting}
    note = str(counts.get(way.name) or "")
    return Link(way.label, reverse(way.name, kwargs={"event_id": event.pk}), note)


def _public_page(event: Event) -> Link:
    if event.published_at is None:
        return Link("Look at its page", reverse("pages:preview-event", kwargs={"event_id": event.pk}))
    return Link("Its public page", reverse("pages:event", args=[event.series.slug, event.slug]))
