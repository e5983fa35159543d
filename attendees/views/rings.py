"""I can't find you, from the ticket's page; and whoever has seen it, at the door or at the desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from attendees.domain import rings
from attendees.domain.refused import AttendeeRefused
from attendees.views.access import opened_by_code, page_path, way_in
from events.views import access, upstairs
from foundation.lib import clock

DESK = "desk"


@require_POST
@opened_by_code
def ring(request: HttpRequest, code: str) -> HttpResponse:
    """For the person whose page it is, or the first of theirs who is not in yet."""
    opened = way_in(code)
    outside = opened.sign_up.tickets.valid().filter(checked_in_at__isnull=True).order_by("seat")
    ticket = opened.own_ticket or outside.first()
    try:
        if ticket is None:
            raise AttendeeRefused("No place is left on this page.")
        ticket.event = opened.sign_up.event
        rings.ring(ticket, now=clock.now())
    except AttendeeRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{page_path(opened.owner)}#ring")


@never_cache
@require_POST
def see_ring(request: HttpRequest, event_id: int, ring_id: int) -> HttpResponse:
    event, who = access.event_for_door(request, event_id)
    rings.see(event, ring_id, by=who.name, now=clock.now())
    at_desk = request.POST.get("from") == DESK and who.role != access.DOOR
    return redirect(upstairs.host_event(event.pk) if at_desk else upstairs.door(event.pk))
