"""Who came? One screen after the evening: tick those nobody scanned who were there after all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.domain import arrivals, door_phones, door_report
from attendees.domain.refused import AttendeeRefused
from attendees.models import Ticket
from events.views import access, desk, upstairs
from foundation.lib import clock, form_numbers


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    now = clock.now()
    if request.method == "POST":
        came = {form_numbers.read(pk) for pk in request.POST.getlist("came")}
        try:
            there, missed = arrivals.settle(event, came=came, by=who.name, now=now)
        except AttendeeRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect("attendees:settle", event_id=event.pk)
        messages.success(request, f"Settled: {there} more came, {missed} missed it.")
        return redirect(upstairs.host_event(event.pk))
    return desk.show(
        request,
        "attendees/settle_page.html",
        event=event,
        unscanned=arrivals.unscanned(event),
        inside=Ticket.objects.for_event(event.pk).checked_in().count(),
        settled=arrivals.settled(event),
        lines=door_report.lines(event, to_host=who.is_host),
        phones=door_phones.holding(event),
        has_begun=now >= event.starts_at,
    )
