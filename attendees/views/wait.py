"""Joining the waiting list of a full evening."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.domain import profiles, tickets, waiting_list
from attendees.domain.refused import AttendeeRefused
from attendees.forms.waiting import WaitPage
from attendees.views import upstairs
from events.models import Event
from foundation.lib import clock, limits


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def wait(request: HttpRequest, series: str, event: str) -> HttpResponse:
    """GET: the form, unless there are places. POST: onto the list; the answer is the same for every address."""
    public = Event.objects.public().select_related("series", "venue", "places")
    evening = get_object_or_404(public, series__slug=series, slug=event)
    if request.method == "POST":
        return _join(request, evening)
    if "sent" in request.GET:
        return show(request, evening, WaitPage.fresh({}), is_sent=True)
    if tickets.room(evening.pk, now=clock.now()):
        return redirect(upstairs.take_place(series, event))
    person = profiles.of(request.user)
    return show(request, evening, WaitPage.fresh({"name": person.name, "email": person.email} if person else {}))


def show(request: HttpRequest, evening: Event, page: WaitPage, *, is_sent: bool = False) -> HttpResponse:
    try:
        waiting_list.check_open(evening, now=clock.now())
        closed = ""
    except AttendeeRefused as refusal:
        closed = str(refusal)
    context = {
        "evening": evening,
        "page": page,
        "is_sent": is_sent,
        "closed": closed,
        "event_url": upstairs.evening(evening.series.slug, evening.slug),
        "privacy_url": upstairs.PRIVACY,
    }
    return render(request, "attendees/wait_page.html", context)


def _join(request: HttpRequest, evening: Event) -> HttpResponse:
    page = WaitPage.sent(request.POST)
    if not page.is_valid():
        return show(request, evening, page)
    times = settings.WAITING_PER_ADDRESS_PER_HOUR
    if not limits.allow("wait-from", limits.address_of(request), times=times, seconds=limits.HOUR):
        return render(request, "429.html", status=429)
    try:
        waiting_list.join(evening, people=page.people, now=clock.now())
    except waiting_list.PlacesFree:
        return redirect(upstairs.take_place(evening.series.slug, evening.slug))
    except AttendeeRefused as refusal:
        page.person.add_error(None, str(refusal))
        return show(request, evening, page)
    return redirect(f"{request.path}?sent")
