"""A ticket's page: everything its holder needs on the night, and what the buyer may do with it.

Five queries, however many places, and one for receipts unless it is paid at the door: who it is, the places, another
date, whether this series counts people, who would look out for them.
"""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from attendees.domain import (
    attendance,
    departures,
    fares,
    here,
    moves,
    next_place,
    rings,
    ticket_links,
    tickets,
    transfers,
)
from attendees.domain.next_place import Standing
from attendees.models import SignUp, Ticket
from attendees.views import done
from attendees.views.access import WayIn, opened_by_code, way_in
from events.domain import diary_links
from events.models import Event
from foundation.lib import clock, compiled, qr
from foundation.lib.money import Money
from networking.domain import look_outs
from payments.domain import till
from payments.models import Receipt

FRESH = dt.timedelta(hours=1)


@require_safe
@opened_by_code
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The buyer's page shows every place of the sign-up, a ticket's own only that one."""
    opened = way_in(code)
    now = clock.now()
    places, paid_at_door = places_of(opened)
    context = {
        "done": done.SENTENCES.get(request.GET.get("done", "")),
        "now": now,
        "sign_up": opened.sign_up,
        "evening": opened.sign_up.event,
        "series": opened.sign_up.event.series,
        "is_over": opened.sign_up.event.is_over(now),
        "opened": opened,
        "code": opened.owner.manage_code,
        **ring_of(opened.sign_up.event, places, now=now),
        "can_say_here": here.is_open(opened.sign_up.event, now=now),
        **what_happened(places),
        "has_evening": has_own_place(opened, places),
        "came": any(place.checked_in_at for place in own_places(opened, places)),
        "at_close": at_close(opened, places, now=now),
        "look_out": look_out_of(opened, places, now=now),
        **diary_of(opened.sign_up.event),
        "is_tonight": is_tonight(opened, places, now=now),
        "welcome": welcomes(opened, places, now=now),
        **(for_buyer(opened.sign_up, places, paid_at_door=paid_at_door, now=now) if opened.is_buyer else {}),
    }
    return render(request, "pages/ticket_page.html", context)


def places_of(opened: WayIn) -> tuple[list[Ticket], Money]:
    """All that ever were the buyer's, without those never paid, and what was paid for them at the door; or the one."""
    sign_up = opened.sign_up
    nothing = Money(0, sign_up.currency)
    if opened.ticket:
        return [opened.ticket], nothing
    places = CONFIRMED.all(sign_up.pk)
    for place in places:
        place.sign_up = sign_up
    return places, Money(places[0].paid_at_door, sign_up.currency) if places else nothing


def _confirmed(sign_up: int) -> QuerySet[Any]:
    places = Ticket.objects.filter(sign_up=sign_up, confirmed_at__isnull=False).order_by("seat")
    places = places.annotate(offered_to=transfers.offered_to(), paid_at_door=till.taken_for_all())
    return places.select_related("access_need", "moved_to__sign_up__event")


CONFIRMED = compiled.Query(_confirmed)


def what_happened(places: list[Ticket]) -> dict[str, Any]:
    """The places that stand, each with the picture of its door code, and those that went: given back, or moved."""
    gone = [place for place in places if place.state == Ticket.CANCELLED]
    standing = [place for place in places if place.state == Ticket.VALID]
    return {
        "places": standing,
        "cards": [(place, qr.svg(ticket_links.door(place))) for place in standing],
        "moved": [place for place in gone if place.cancel_reason == tickets.MOVED],
        "gone": [place for place in gone if place.cancel_reason != tickets.MOVED],
    }


def has_own_place(opened: WayIn, places: list[Ticket]) -> bool:
    """Whether this page's person comes themselves, so that there is an evening of theirs (networking)."""
    return bool(own_places(opened, places))


def own_places(opened: WayIn, places: list[Ticket]) -> list[Ticket]:
    """The valid place of this page's person; none for a buyer who gave all of theirs to others."""
    mine = [place for place in places if not opened.is_buyer or place.email == opened.email]
    return [place for place in mine if place.state == Ticket.VALID]


def for_buyer(sign_up: SignUp, places: list[Ticket], *, paid_at_door: Money, now: dt.datetime) -> dict[str, Any]:
    """What only the buyer sees: the rule, the next date, the money."""
    terms = departures.terms(sign_up, now=now)
    standing = sum(place.state == Ticket.VALID for place in places)
    possible = moves.nearest(sign_up, count=standing, now=now) if standing and terms.move else []
    next_date = next((event for event in possible if not fares.difference(sign_up, event)), None)
    return {
        "terms": terms,
        "next_date": next_date,
        "is_fresh": is_fresh(places, now=now),
        **money_of(sign_up, standing=standing, paid_at_door=paid_at_door),
    }


def is_fresh(places: list[Ticket], *, now: dt.datetime) -> bool:
    """Whether the places were taken within the hour: then a mistyped address is best seen first."""
    taken = [place.confirmed_at for place in places if place.confirmed_at and place.state == Ticket.VALID]
    return bool(taken) and now < max(taken) + FRESH


def money_of(sign_up: SignUp, *, standing: int, paid_at_door: Money) -> dict[str, Any]:
    """Receipts of what was paid by card, before a move too; or what is still to pay at the door."""
    if sign_up.way == SignUp.DOOR:
        due = max(0, sign_up.price_amount * standing - paid_at_door.amount)
        return {"owes": Money(due, sign_up.currency), "paid_at_door": paid_at_door}
    origins = [sign_up.pk, sign_up.moved_from_id]
    return {"receipts": list(Receipt.objects.filter(payment__sign_up__in=origins).order_by("id"))}


def welcomes(opened: WayIn, places: list[Ticket], *, now: dt.datetime) -> bool:
    """Whether to say what a first evening is like.

    Who came before is not told apart here: whoever booked with somebody's address would learn it.
    """
    event = opened.sign_up.event
    if event.is_over(now) or any(place.been_before_at for place in places):
        return False
    return attendance.is_recorded(event.series, before=event.starts_at)


def look_out_of(opened: WayIn, places: list[Ticket], *, now: dt.datetime) -> dict[str, Any]:
    """The regular who would look out for this page's person, if there is one."""
    event, own = opened.sign_up.event, own_places(opened, places)
    if event.is_over(now) or not event.is_published or not own:
        return {}
    own[0].event = event
    url = reverse("networking:look-out", args=[opened.owner.manage_code])
    return {"url": url, "offered": look_outs.for_newcomer(own[0])}


def is_tonight(opened: WayIn, places: list[Ticket], *, now: dt.datetime) -> bool:
    """Whether to say where to go in the room: from two hours before, to whom this page's own place is."""
    event = opened.sign_up.event
    has_begun = event.starts_at - here.DOORS_OPEN <= now < event.ends_at
    return event.is_published and has_begun and has_own_place(opened, places)


def ring_of(event: Event, places: list[Ticket], *, now: dt.datetime) -> dict[str, Any]:
    """Whether who is not in yet can ring, and what became of it."""
    outside = [place for place in places if place.state == Ticket.VALID and not place.checked_in_at]
    if not outside or not rings.can_ring(event, now=now):
        return {}
    rang = rings.of(outside, event, now=now)
    return {"can_ring": True, "rang": rang, "is_unanswered": rang is not None and rings.is_unanswered(rang, now=now)}


def at_close(opened: WayIn, places: list[Ticket], *, now: dt.datetime) -> Standing | None:
    """How it stands with the next date of whose page this is, at the close and a little after."""
    mine = [place for place in places if place.email == opened.email and place.state == Ticket.VALID]
    for place in mine[:1]:
        place.event = opened.sign_up.event
        return next_place.at_close(place, now=now)
    return None


def diary_of(event: Event) -> dict[str, str]:
    return {"google_url": diary_links.google(event), "outlook_url": diary_links.outlook(event)}
