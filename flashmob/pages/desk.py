"""My events: what is coming, in drafts and past, of all the series that somebody runs."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendees.models import SignUp, Story, Ticket
from events.models import Event, Series, TeamMember
from events.views import access, upstairs
from foundation.lib import clock
from payments.models import TillEntry

PAST_A_PAGE = 12


@dataclass(frozen=True)
class Line:
    """One evening with how it stands: places that are kept for somebody who is paying, paid, and owed at the door."""

    event: Event
    kept: int
    paid: int
    owed: int
    is_over: bool

    @property
    def href(self) -> str:
        return upstairs.host_event(self.event.pk)

    @property
    def note(self) -> str:
        places = self.event.places
        said = [f"{places.taken} of {places.capacity} places taken"]
        said += [f"{self.kept} being paid"] if self.kept else []
        if self.event.price_amount:
            said.append(f"{self.paid} paid")
            at_door = "not paid at the door" if self.is_over else "to pay at the door"
            said += [f"{self.owed} {at_door}"] if self.owed else []
        return " · ".join(said)


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    mine = access.memberships(request)
    now = clock.now()
    events = Event.objects.filter(series__in=[member.series_id for member in mine])
    events = events.select_related("series", "venue", "places")
    ahead = list(events.upcoming(now))
    past = Paginator(events.exclude(state=Event.DRAFT).past(now), PAST_A_PAGE).get_page(request.GET.get("page"))
    lines = _lines([*ahead, *past], now=now)
    coming = [lines[event.pk] for event in ahead if not event.is_draft]
    tonight = next((line.event for line in coming if _is_tonight(line.event, now=now)), None)
    context = {
        "desk_place": "events",
        "series": _series_of(mine),
        "tonight": tonight,
        "tonight_url": upstairs.host_event(tonight.pk) if tonight else "",
        "coming": coming,
        "drafts": [event for event in ahead if event.is_draft],
        "past": [lines[event.pk] for event in past],
        "past_page": past,
        "many_series": len(mine) > 1,
        "owns_one": any(member.role == TeamMember.OWNER for member in mine),
    }
    return render(request, "pages/desk_page.html", context)


def _series_of(mine: list[TeamMember]) -> list[dict[str, Any]]:
    """Each series with my role, the evening that the next one is made like, and how many stories wait to be read."""
    last = Event.objects.filter(series=OuterRef("pk"), published_at__isnull=False).exclude(state=Event.CANCELLED)
    told = Story.objects.filter(series=OuterRef("pk"), state=Story.TOLD).order_by().values("series")
    found = Series.objects.filter(pk__in=[member.series_id for member in mine]).annotate(
        last=Subquery(last.order_by("-starts_at").values("pk")[:1]), told=Subquery(told.values(count=Count("pk")))
    )
    known = {
        pk: {"last": last, "stories_to_read": told or 0} for pk, last, told in found.values_list("pk", "last", "told")
    }
    return [
        {"series": member.series, "is_owner": member.role == TeamMember.OWNER, **known[member.series_id]}
        for member in mine
    ]


def _lines(events: list[Event], *, now: dt.datetime) -> dict[int, Line]:
    """By event id; two queries, however many evenings and people there are."""
    ids = [event.pk for event in events]
    tickets = Ticket.objects.filter(event__in=ids).live().order_by()
    counts = {
        (event_id, state, way): count
        for event_id, state, way, count in tickets.values_list("event_id", "state", "sign_up__way").annotate(
            Count("pk")
        )
    }
    till = TillEntry.objects.filter(event__in=ids, undone_at__isnull=True).order_by()
    at_door = dict(till.values_list("event_id").annotate(Sum("quantity")))
    return {event.pk: _line(event, counts=counts, at_door=at_door.get(event.pk, 0), now=now) for event in events}


def _line(event: Event, *, counts: dict[tuple[int, str, str], int], at_door: int, now: dt.datetime) -> Line:
    """`counts` of tickets by event, state and way; `at_door` places paid there."""
    by_card, at_door_due = (counts.get((event.pk, Ticket.VALID, way), 0) for way in (SignUp.CARD, SignUp.DOOR))
    return Line(
        event=event,
        kept=counts.get((event.pk, Ticket.HELD, SignUp.CARD), 0),
        paid=by_card + at_door,
        owed=max(0, at_door_due - at_door),
        is_over=event.is_over(now),
    )


def _is_tonight(event: Event, *, now: dt.datetime) -> bool:
    """Published, on this calendar day of its zone or already begun."""
    return event.is_published and event.starts_local.date() <= now.astimezone(event.zone).date()
