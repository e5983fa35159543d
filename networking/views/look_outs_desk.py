"""Who looks out for whom, for the host: who is willing, who is new, and a pair by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.models import Ticket
from events.views import access, desk
from foundation.lib import clock, form_numbers
from networking.domain import look_outs
from networking.domain.refused import NetworkingRefused
from networking.models import LookOut


@never_cache
@require_safe
def list_look_outs(request: HttpRequest, event_id: int) -> HttpResponse:
    event, _ = access.event_for_stand_in(request, event_id)
    context = {"event": event, "said": look_outs.listed(event.pk), "waiting": look_outs.waiting(event)}
    return desk.show(request, "networking/look_outs_desk_page.html", **context)


@never_cache
@require_POST
def pair(request: HttpRequest, event_id: int, look_out_id: int) -> HttpResponse:
    """Asks the first-timer `ticket` whether they would like this regular to look out for them."""
    event, _ = access.event_for_stand_in(request, event_id)
    found = get_object_or_404(
        LookOut.objects.standing().select_related("regular", "event"), pk=look_out_id, event=event
    )
    chosen = form_numbers.read(request.POST.get("ticket", ""))
    new = Ticket.objects.for_event(event.pk).filter(pk=chosen).first()
    try:
        if new:
            look_outs.propose(found, newcomer=new, now=clock.now())
    except NetworkingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("networking:look-outs-desk", event.pk)
