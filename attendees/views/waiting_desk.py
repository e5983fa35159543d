"""The waiting list as the host sees it: who waits, who is asked until when, and what to do out of order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attendees.domain import offer_times, waiting_desk
from attendees.domain.refused import AttendeeRefused
from attendees.forms.waiting import MoveEntryForm, ReasonForm
from attendees.models import WaitingListEntry
from events.views import access, desk
from foundation.lib import clock

MOVE, INVITE, REMOVE = "move", "invite", "remove"


@never_cache
@require_safe
def list_waiting(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    last_hours = event.is_published and offer_times.is_last_hours(clock.now(), starts_at=event.starts_at)
    queue = waiting_desk.read(event)
    context = {"event": event, "who": who, "queue": queue, "can_call": last_hours and bool(queue.waiting)}
    return desk.show(request, "attendees/waiting_desk_page.html", **context)


@never_cache
@require_POST
def call_everybody(request: HttpRequest, event_id: int) -> HttpResponse:
    """ "Come, pay at the door" to all who wait; twice tells nobody twice."""
    event, who = access.event_for_stand_in(request, event_id)
    try:
        called = waiting_desk.call_everybody(event, by=who.name, now=clock.now())
        messages.success(request, f"{called} get a mail now." if called else "Nobody waits any more.")
    except AttendeeRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("attendees:waiting-desk", event_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage_entry(request: HttpRequest, event_id: int, entry_id: int) -> HttpResponse:
    """GET: what can be done. POST: `do` says which of the three forms was sent."""
    event = access.event_for_host(request, event_id)
    entry = get_object_or_404(WaitingListEntry, pk=entry_id, event=event)
    entry.event = event
    forms = {
        MOVE: MoveEntryForm(_sent(request, MOVE), prefix=MOVE),
        INVITE: ReasonForm(_sent(request, INVITE), prefix=INVITE),
        REMOVE: ReasonForm(_sent(request, REMOVE), prefix=REMOVE),
    }
    form = forms.get(request.POST.get("do", ""))
    if form and form.is_valid() and _done(request, entry, form):
        return redirect("attendees:waiting-desk", event.pk)
    return desk.show(request, "attendees/waiting_entry_page.html", event=event, entry=entry, forms=forms)


def _sent(request: HttpRequest, do: str) -> QueryDict | None:
    return request.POST if request.POST.get("do") == do else None


def _done(request: HttpRequest, entry: WaitingListEntry, form: ReasonForm) -> bool:
    """Whether it was done; otherwise the form says why not."""
    by, reason, now = access.signed_in_name(request), form.cleaned_data["reason"], clock.now()
    try:
        if isinstance(form, MoveEntryForm):
            waiting_desk.move(entry, to=form.cleaned_data["to"], reason=reason, by=by, now=now)
        elif form.prefix == INVITE:
            waiting_desk.invite(entry, reason=reason, by=by, now=now)
        else:
            waiting_desk.remove(entry, reason=reason, by=by, now=now)
    except AttendeeRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "Done, and written down.")
    return True
