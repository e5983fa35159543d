"""Where do I go? On one person's phone: a page of its own, and the top of their evening."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from attendees.domain import next_place
from attendees.models import Ticket
from attendees.views.access import guarded_by_code
from foundation.lib import clock
from networking.domain import room, where
from networking.domain.room import Stamp
from networking.views import access, fresh


@require_safe
@guarded_by_code
def show_where(request: HttpRequest, code: str) -> HttpResponse:
    """One query while nothing changes. With `?part` only what changes, for the script that looks again."""
    now = clock.now()
    ticket, stamp = access.place_with_stamp(code)
    told = tell(ticket, stamp, code=code, now=now)
    template = "networking/_where.html" if "part" in request.GET else "networking/where_page.html"
    return fresh.answer(request, lambda: render(request, template, told), etag=told["etag"], now=now)


def section(ticket: Ticket, *, code: str, now: dt.datetime) -> dict[str, Any]:
    """For the top of the evening's page. One query while nothing changes."""
    return tell(ticket, room.stamp(ticket.event_id), code=code, now=now)


def tell(ticket: Ticket, stamp: Stamp, *, code: str, now: dt.datetime) -> dict[str, Any]:
    """What the page and its part show, with their validator."""
    event = ticket.event
    tonight = room.read(event.pk, stamp=stamp)
    moment = where.moment_of(tonight, event, now=now)
    takes_next = bool(ticket.email and ticket.checked_in_at) and next_place.is_open(event, now=now)
    return {
        "code": code,
        "back": reverse("networking:evening", args=[code]),
        "evening": event,
        "place": where.place_of(ticket, tonight, moment),
        "rounds": tonight.planned,
        "now": now,
        "takes_next": takes_next,
        "etag": fresh.validator(stamp, moment.key, ticket.pk, ticket.checked_in_at, event.changed_at, takes_next),
    }
