from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from events.domain import publishing
from events.domain.refused import EventRefused
from events.views import access, upstairs
from foundation.lib import clock


@require_POST
def publish_event(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    try:
        publishing.publish(event, by=access.signed_in_name(request), now=clock.now())
    except EventRefused as refused:
        messages.warning(request, str(refused))
        return redirect("events:edit-event", event_id=event.pk)
    messages.success(request, "Published. People can take places now.")
    return redirect(upstairs.host_event(event.pk))
