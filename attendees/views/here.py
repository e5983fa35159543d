"""The page behind the poster at the entrance: "I'm here" with tonight's word, or the way to a place.

What strangers may try is counted; sitting in the room next to somebody who mistypes blocks nobody at the door.
"""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from attendees.domain import here
from attendees.domain.check_in import Answer
from attendees.domain.refused import AttendeeRefused
from attendees.forms.here import HereForm
from attendees.models import Profile, Ticket
from attendees.views import upstairs
from events.models import Event
from events.views import access
from foundation.lib import clock, limits, links, qr

TRIES = "here"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say_here(request: HttpRequest, event_id: int) -> HttpResponse:
    """GET: the form. POST: checked in, or why not."""
    event = get_object_or_404(Event.objects.public().select_related("series", "venue", "places"), pk=event_id)
    address = limits.address_of(request)
    if limits.is_spent(TRIES, address, times=settings.WRONG_CODES_PER_MINUTE, seconds=limits.MINUTE):
        return render(request, "429.html", status=429)
    now = clock.now()
    mine = here.ticket_of(event, _profile(request))
    form = HereForm(request.POST or None, is_known=mine is not None)
    answer = None
    if request.method == "POST" and form.is_valid():
        answer = _say(event, form, mine, now=now)
        if answer is None:
            limits.allow(TRIES, address, times=settings.WRONG_CODES_PER_MINUTE, seconds=limits.MINUTE)
    context = {
        "event": event,
        "form": form,
        "mine": mine,
        "answer": answer,
        "refused": _why_closed(event, now=now),
        "event_url": upstairs.evening(event.series.slug, event.slug),
        "take_url": upstairs.take_place(event.series.slug, event.slug),
    }
    return render(request, "attendees/here_page.html", context)


@never_cache
@require_safe
def show_poster(request: HttpRequest, event_id: int) -> HttpResponse:
    """One sheet of A4 for the entrance."""
    event, _ = access.event_for_door(request, event_id)
    url = links.to("attendees:here", event_id=event.pk)
    return render(request, "attendees/poster_page.html", {"event": event, "url": url, "picture": qr.svg(url)})


def _say(event: Event, form: HereForm, mine: Ticket | None, *, now: dt.datetime) -> Answer | None:
    """None when it was refused; the form says why."""
    ticket = mine or here.ticket_by_letters(event, form.cleaned_data["letters"])
    try:
        return here.say(event, ticket, word=form.cleaned_data["word"], now=now)
    except AttendeeRefused as refusal:
        form.add_error(None, str(refusal))
        return None


def _why_closed(event: Event, *, now: dt.datetime) -> str:
    try:
        here.check_open(event, now=now)
    except AttendeeRefused as refusal:
        return str(refusal)
    return ""


def _profile(request: HttpRequest) -> Profile | None:
    return Profile.objects.filter(user=request.user).first() if request.user.is_authenticated else None
