from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.views import access, desk
from networking.domain import seen


@never_cache
@require_safe
def show_cards(request: HttpRequest, event_id: int) -> HttpResponse:
    """What the people of an evening say of themselves, for its hosts: all but employer, number and page."""
    event = access.event_for_host(request, event_id)
    return desk.show(request, "networking/cards_desk_page.html", event=event, people=seen.by_host(event.pk))
