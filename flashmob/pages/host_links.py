"""The ways on from the page of one evening, by what somebody may do there."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from attendees.domain.glance import Glance
from events.models import Event
from events.views.access import Who


@dataclass(frozen=True)
class Link:
    label: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    links: tuple[Link, ...]


def for_page(event: Event, who: Who, people: Glance, *, now: dt.datetime) -> list[Group]:
    """Groups in the order of an evening's life; a stand-in sees what tonight needs."""

    def to(name: str, label: str, note: str = "") -> Link:
        return Link(label, _address(name, event), note)

    groups = [
        Group(
            "People",
            (
                to("attendees:people", "Everybody with a place", str(people.coming)),
                *([to("attendees:add-guest", "Put somebody on the list")] if who.is_host else []),
                *([to("attendees:import-guests", "Bring in guests from elsewhere")] if who.is_host else []),
                to("attendees:print-people", "Print the list"),
                *([to("attendees:settle", "Who came?")] if now >= event.starts_at else []),
            ),
        ),
        Group(
            "Words to them",
            (
                to("attendees:write-to-everyone", "Write to everyone coming"),
                to("events:write-tonight", "Line on the ticket pages, and tonight’s word"),
                *([to("attendees:messages", "Mails and what became of them")] if who.is_host else []),
            ),
        ),
        Group(
            "The door",
            (
                to("attendees:door", "Open the door"),
                to("attendees:poster", "Poster for the entrance"),
                *([to("events:list-links", "Links for helpers and a stand-in")] if who.is_host else []),
            ),
        ),
        Group(
            "The evening",
            (
                *([to("events:edit-event", "Change it")] if who.is_host and not event.is_cancelled else []),
                *([to("payments:show-money", "Money")] if who.is_host else []),
                *([to("events:duplicate-event", "Another one like it")] if who.is_host else []),
                Link(*_public_page(event)),
                *([to("events:show-event-journal", "Who did what")] if who.is_host else []),
                *([to("flows:cancel-event", "Cancel it")] if not event.is_cancelled else []),
            ),
        ),
    ]
    return groups


def _address(name: str, event: Event) -> str:
    return reverse(name, kwargs={"event_id": event.pk})


def _public_page(event: Event) -> tuple[str, str]:
    if event.published_at is None:
        return "Look at its page", _address("pages:preview-event", event)
    return "Its public page", reverse("pages:event", args=[event.series.slug, event.slug])
