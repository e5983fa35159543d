from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.domain import door_notes
from attendees.forms.door_note import DoorNoteForm
from attendees.models import Ticket
from events.views import access, desk


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_door_note(request: HttpRequest, event_id: int, ticket_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    ticket = get_object_or_404(Ticket.objects.valid(), pk=ticket_id, event=event)
    ticket.event = event
    form = DoorNoteForm(request.POST or None, initial={"words": ticket.door_note})
    if request.method == "POST" and form.is_valid():
        door_notes.write(ticket, words=form.cleaned_data["words"], by=who.name)
        messages.success(request, f"The door will read it when {ticket.name} comes in.")
        return redirect("attendees:people", event_id=event.pk)
    return desk.show(request, "attendees/door_note_page.html", event=event, ticket=ticket, form=form)
