"""A draft as its public page will be, for its hosts only."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.views import access
from flashmob.pages import event as event_page
from foundation.lib import clock


@require_safe
@never_cache
def show(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    document = event_page.document(event, left=event.places.left, now=clock.now(), is_preview=event.is_draft)
    return HttpResponse(document)
