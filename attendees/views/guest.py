"""A host puts somebody on the list by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.domain import guests
from attendees.domain.guests import Guests
from attendees.domain.refused import AttendeeRefused
from attendees.forms.guest import GuestForm
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
        return redirect("attendees:people", event_id=event.pk)
    return desk.show(request, "attendees/guest_page.html", event=event, form=form)


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
