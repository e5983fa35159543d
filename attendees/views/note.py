"""A service note to everyone coming: written, looked at, sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.domain import notes
from attendees.domain.refused import AttendeeRefused
from attendees.forms.note import NoteForm
from events.models import Event
from events.views import access, desk, upstairs
from events.views.access import Who
from foundation.lib import clock

SEND = "send"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_everyone(request: HttpRequest, event_id: int) -> HttpResponse:
    """GET: the form. POST: first the mail as it will be, then, with the button on that page, it goes."""
    event, who = access.event_for_stand_in(request, event_id)
    form = NoteForm(request.POST or None)
    if request.method != "POST" or not form.is_valid() or request.POST.get("then") == "edit":
        return desk.show(request, "attendees/note_page.html", event=event, form=form)
    if request.POST.get("then") == SEND:
        return _send(request, event, who, form)
    seen = notes.preview(event, words=form.cleaned_data["words"], by=who.name, now=clock.now())
    return desk.show(request, "attendees/check_note_page.html", event=event, form=form, preview=seen)


def _send(request: HttpRequest, event: Event, who: Who, form: NoteForm) -> HttpResponse:
    typed = form.cleaned_data
    try:
        sent = notes.send(event, words=typed["words"], by=who.name, token=typed["form_code"], now=clock.now())
    except AttendeeRefused as refusal:
        form.add_error(None, str(refusal))
        return desk.show(request, "attendees/note_page.html", event=event, form=form)
    messages.success(request, f"It goes to {sent} addresses now." if sent else "It was sent already, once.")
    return redirect(upstairs.host_event(event.pk))
