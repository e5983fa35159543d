"""The guest list of an evening: who comes free of charge, put there by a host, by hand or from a list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import guests
from attendees.domain.guests import Guests
from attendees.domain.refused import AttendeeRefused
from attendees.forms.guest import GuestForm
from attendees.models import SignUp, Ticket
from events.domain import places
from events.models import Event
from events.views import access, desk
from events.views.access import signed_in_name
from foundation.lib import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_guest(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    form = GuestForm(request.POST or None, is_full=event.places.left == 0)
    if request.method == "POST" and form.is_valid() and _put_on_list(event, form, by=signed_in_name(request)):
        email = form.cleaned_data["email"]
        told = f" Their ticket goes to {email}." if email else ""
        messages.success(request, f"{form.cleaned_data['name']} is on the list.{told}")
        return redirect("attendees:add-guest", event_id=event.pk)
    listed = list(guests.listed(event))
    inside = sum(1 for ticket in listed if ticket.checked_in_at)
    return desk.show(request, "attendees/guest_page.html", event=event, form=form, guests=listed, inside=inside)


@require_POST
def remove_guest(request: HttpRequest, event_id: int, ticket_id: int) -> HttpResponse:
    """Their place is free again; twice says nothing."""
    event = access.event_for_host(request, event_id)
    ticket = get_object_or_404(Ticket, pk=ticket_id, event=event, sign_up__way=SignUp.HOST)
    try:
        if guests.take_off(ticket, by=signed_in_name(request), now=clock.now()):
            told = f" We wrote to {ticket.email}." if ticket.email else ""
            messages.success(request, f"{ticket.name} is not on the list any more.{told}")
    except AttendeeRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("attendees:add-guest", event_id=event.pk)


def _put_on_list(event: Event, form: GuestForm, *, by: str) -> bool:
    """Whether it was done; otherwise the form says why not."""
    typed = form.cleaned_data
    guest = Guests(
        people=(typed["name"],),
        email=typed["email"],
        form_code=typed["form_code"],
        over_capacity=typed.get("over_capacity", False),
    )
    try:
        guests.put_on_list(event, guest, by=by, now=clock.now())
    except (AttendeeRefused, places.Full) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
