"""My evenings: what is coming, what I wait for, what has been and which number each was. For who is signed in only."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendees.domain import profiles, waiting_list
from attendees.models import PastAttendance, Profile, SignUp, Ticket, WaitingListEntry
from events.views.access import user_of
from foundation.lib import clock, dates, links
from foundation.mail.domain import bounces


@dataclass(frozen=True)
class Evening:
    """One of my tickets with the page that opens it: who took the places gets the one that manages them all.

    `nth` is which of the series' evenings it was for me, None when I was not there.
    """

    ticket: Ticket
    ways_in: SignUp | Ticket
    nth: int | None


@require_safe
@never_cache
@login_required
def show(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    user = user_of(request)
    profile = profiles.of(user)
    evenings = with_numbers(profile) if profile else []
    context = {
        "profile": profile,
        "lost_address": user.email if bounces.is_given_up(user.email) else "",
        "coming": [one for one in reversed(evenings) if not one.ticket.event.is_over(now) and one.ticket.is_live],
        "past": [one for one in evenings if one.ticket.event.is_over(now) and one.ticket.state == Ticket.VALID],
        "waiting": [(entry, _standing(entry)) for entry in _waited_for(profile, now=now)],
        "feed_url": links.to("attendees:personal-feed", profile.feed_code) if profile else "",
    }
    return render(request, "pages/my_evenings_page.html", context)


def _waited_for(profile: Profile | None, *, now: dt.datetime) -> Iterable[WaitingListEntry]:
    return waiting_list.of_person(profile, now=now) if profile else []


def _standing(entry: Any) -> str:
    """How it stands, of an entry with its `position`."""
    if entry.state == WaitingListEntry.WAITING:
        return f"Number {entry.position} on the list" + (f", for {entry.party} places" if entry.party > 1 else "")
    until = dates.moment(entry.offered_until, entry.event.zone)
    if entry.party == 1:
        return f"A place is free for you: take it by {until}"
    return f"{entry.party} places are free for you: take them by {until}"


def with_numbers(profile: Profile) -> list[Evening]:
    """My tickets, newest evening first, each evening that I came to with its number in its series."""
    counted = Counter(PastAttendance.objects.filter(profile=profile).values_list("series_id", flat=True))
    tickets = (
        Ticket.objects.filter(holder=profile)
        .select_related("event__series", "event__venue", "sign_up")
        .order_by("event__starts_at", "pk")
    )
    evenings = []
    for ticket in tickets:
        if ticket.checked_in_at:
            counted[ticket.event.series_id] += 1
        ways_in = ticket.sign_up if ticket.sign_up.buyer_id == profile.pk else ticket
        evenings.append(Evening(ticket, ways_in, counted[ticket.event.series_id] if ticket.checked_in_at else None))
    return evenings[::-1]
