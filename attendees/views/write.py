"""Writing to people: of an evening, or those who asked to hear from a series. Here it becomes a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.domain import audiences, broadcasts
from attendees.domain.refused import AttendeeRefused
from attendees.forms.broadcast import BroadcastForm
from attendees.models import Broadcast
from attendees.views.broadcast_access import broadcast_for_writer
from events.models import Event, Series
from events.views import access, desk
from foundation.lib import clock, dates
from foundation.mail.models import Message


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_people(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    ahead = not event.is_over(clock.now())
    initial = {
        "audience": audiences.COMING if ahead else audiences.CAME,
        # After the evening the filter is on unless the host says that it is about the evening.
        "kind": Message.SERVICE if ahead else Message.MARKETING,
        "subject": f"A note about {event.title}, {dates.short_day(event.starts_at, event.zone)}"[:80],
    }
    return _write(request, event, by=who.name, initial=initial)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_series(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    return _write(request, found, by=access.signed_in_name(request), initial={"audience": "agreed"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_words(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    """Of a draft."""
    broadcast, who = broadcast_for_writer(request, broadcast_id)
    about = broadcast.event or broadcast.series
    typed = {name: getattr(broadcast, name) for name in ("audience", "kind", "subject", "words")}
    form = BroadcastForm(request.POST or None, about=about, initial=typed)
    if request.method == "POST" and form.is_valid():
        try:
            broadcasts.change(broadcast, wish=form.wish, by=who.name, now=clock.now())
        except AttendeeRefused as refusal:
            messages.warning(request, str(refusal))
        return redirect("attendees:broadcast", broadcast.pk)
    return desk.show(request, "attendees/write_page.html", form=form, event=broadcast.event, series=broadcast.series)


def _write(request: HttpRequest, about: Event | Series, *, by: str, initial: dict[str, str]) -> HttpResponse:
    """GET: the form, and what was written before. POST: a draft, to be looked at."""
    form = BroadcastForm(request.POST or None, about=about, initial=initial)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_code"]
        broadcast = broadcasts.draft(about, wish=form.wish, key=key, by=by, now=clock.now())
        return redirect("attendees:broadcast", broadcast.pk)
    event, series = (about, about.series) if isinstance(about, Event) else (None, about)
    earlier = Broadcast.objects.filter(series=series, event=event)[:20]
    return desk.show(request, "attendees/write_page.html", form=form, event=event, series=series, earlier=earlier)
