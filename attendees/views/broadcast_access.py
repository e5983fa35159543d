"""Who may see and send a broadcast: who may write to the people of its evening, or of its series."""

from django.http import Http404, HttpRequest

from attendees.models import Broadcast
from events.views import access
from events.views.access import Who


def broadcast_for_writer(request: HttpRequest, broadcast_id: int) -> tuple[Broadcast, Who]:
    """With its series, evening and venue; Http404 when it is not theirs."""
    found = Broadcast.objects.select_related("series", "event__series", "event__venue")
    broadcast = found.filter(pk=broadcast_id).first()
    if broadcast is None:
        access.user_of(request)
        raise Http404
    if broadcast.event_id:
        _, who = access.event_for_stand_in(request, broadcast.event_id)
        return broadcast, who
    access.series_for_host(request, broadcast.series.slug)
    return broadcast, Who(name=access.signed_in_name(request), role=access.HOST)
