"""Making an evening: from nothing, or from an earlier one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.domain import publishing, recurrence
from events.domain.refused import EventRefused
from events.forms.evening import EveningForm, initial_for_first, initial_of
from events.models import Event
from events.views import access, desk, upstairs
from foundation.lib import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create_event(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    now = clock.now()
    initial = initial_for_first(found, recurrence.next_open_date(found, now=now))
    form = EveningForm(request.POST or None, series=found, zone=found.zone, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            by, details = access.signed_in_name(request), form.details
            event = publishing.create(found, starts_at=details.pop("starts_at"), by=by, now=now, details=details)
        except EventRefused as refused:
            form.add_error("starts", str(refused))
        else:
            return _finish(request, event)
    return desk.show(request, "events/new_event_page.html", form=form, series=found, source=None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate_event(request: HttpRequest, event_id: int) -> HttpResponse:
    source = access.event_for_host(request, event_id)
    now = clock.now()
    initial = {**initial_of(source), "date": recurrence.next_open_date(source.series, now=now)}
    form = EveningForm(request.POST or None, series=source.series, zone=source.zone, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            by, details = access.signed_in_name(request), form.details
            event = publishing.duplicate(source, starts_at=details.pop("starts_at"), by=by, now=now, details=details)
        except EventRefused as refused:
            form.add_error("starts", str(refused))
        else:
            return _finish(request, event)
    return desk.show(request, "events/new_event_page.html", form=form, series=source.series, source=source)


def _finish(request: HttpRequest, event: Event) -> HttpResponse:
    """Publish at once if that button was pressed; what cannot be published stays a draft and says why."""
    if request.POST.get("then") != "publish":
        messages.success(request, "Saved as a draft. Nobody sees it until you publish it.")
        return redirect("events:edit-event", event_id=event.pk)
    try:
        publishing.publish(event, by=access.signed_in_name(request), now=clock.now())
    except EventRefused as refused:
        messages.warning(request, f"Saved as a draft. {refused}")
        return redirect("events:edit-event", event_id=event.pk)
    messages.success(request, "Published. People can take places now.")
    return redirect(upstairs.host_event(event.pk))
