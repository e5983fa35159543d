"""Who is in the room tonight: who had to go, who is back, who came late. For the host, or who stands in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.models import Ticket
from events.models import Event
from events.views import access, desk
from foundation.lib import clock
from networking.domain import seats, tonight
from networking.views.tonight import context_of


@never_cache
@require_safe
def list_people(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    state = tonight.state_of(event, clock.now())
    out = [(person, state.sits_out.get(person.ticket_id)) for person in state.out]
    return desk.show(request, "networking/tonight_people_page.html", who=who, out=out, **context_of(event, state))


@never_cache
@require_POST
def seat_late(request: HttpRequest, event_id: int) -> HttpResponse:
    """A table for everybody who came since the room was mixed; nobody else moves."""
    event, who = access.event_for_stand_in(request, event_id)
    seats.take_in(event, by=who.name, now=clock.now())
    if tonight.state_of(event, clock.now()).unseated:
        messages.warning(request, "Not everybody found a table that fits. Mix the rounds to come again.")
    return redirect("networking:tonight", event_id=event.pk)


@never_cache
@require_POST
def leave(request: HttpRequest, event_id: int, ticket_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    seats.leave(event, _ticket(event, ticket_id).pk, by=who.name, now=clock.now())
    return redirect("networking:tonight-people", event_id=event.pk)


@never_cache
@require_POST
def come_back(request: HttpRequest, event_id: int, ticket_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    seats.come_back(event, _ticket(event, ticket_id).pk, by=who.name, now=clock.now())
    return redirect("networking:tonight-people", event_id=event.pk)


def _ticket(event: Event, ticket_id: int) -> Ticket:
    ticket = Ticket.objects.for_event(event.pk).checked_in().filter(pk=ticket_id).first()
    if ticket is None:
        raise Http404
    return ticket
