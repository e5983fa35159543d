"""At the door, at the close of an evening: who asks has a place of the next one kept with one tap."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.domain import door_list, next_place
from attendees.domain.door_list import INSIDE, MOST_SHOWN
from attendees.domain.refused import AttendeeRefused
from attendees.models import Ticket
from attendees.views.door import sees_names
from events.views import access
from foundation.lib import clock, form_numbers


@never_cache
@require_safe
def show_next(request: HttpRequest, event_id: int) -> HttpResponse:
    """Who is in, each with a button, or what they have already."""
    event, who = access.event_for_door(request, event_id)
    now = clock.now()
    tonight = door_list.read(event, whole_names=sees_names(who))
    rows = door_list.list_chosen(tonight, INSIDE)
    context = {
        "event": event,
        "coming": next_place.coming(event, now=now),
        "is_closing": next_place.is_open(event, now=now),
        "guests": door_list.guests(tonight, rows[:MOST_SHOWN]),
        "settled": next_place.settled(event, now=now),
    }
    return render(request, "attendees/next_at_door_page.html", context)


@never_cache
@require_POST
def keep_next(request: HttpRequest, event_id: int, ticket_id: int) -> HttpResponse:
    """Keep it for them, or take what is free; twice is one place."""
    event, who = access.event_for_door(request, event_id)
    ticket = get_object_or_404(Ticket.objects.select_related("sign_up"), pk=ticket_id, event=event)
    ticket.event = event
    shown = door_list.read(event, whole_names=sees_names(who)).shown.get(ticket.pk, ticket.first_name)
    try:
        next_place.at_door(ticket, on=shown_date(request), now=clock.now())
        messages.success(request, f"Done for {shown}. The mail is on its way.")
    except AttendeeRefused as refusal:
        messages.warning(request, f"{shown}: {refusal}")
    return redirect("attendees:next-at-door", event_id=event.pk)


def shown_date(request: HttpRequest) -> int | None:
    """The event that the page with the button named; it may have filled up since."""
    return form_numbers.read(request.POST.get("date", "")) or None
