"""What a host takes along on paper beside the list: name stickers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendees.models import Ticket
from events.views import access
from foundation.lib import names

BLANKS = 6  # for who walks in


@never_cache
@require_safe
def print_stickers(request: HttpRequest, event_id: int) -> HttpResponse:
    """A first name each and nothing else; `?more=letters`: as much of the rest as tells two people apart."""
    event, _ = access.event_for_stand_in(request, event_id)
    people = list(Ticket.objects.for_event(event.pk).valid().order_by("pk").values_list("name", flat=True))
    with_letters = request.GET.get("more") == "letters"
    shown = names.shortened(people) if with_letters else [names.first(name) for name in people]
    stickers = [*sorted(shown, key=names.fold), *[""] * BLANKS]
    context = {"event": event, "stickers": stickers, "count": len(people), "with_letters": with_letters}
    return render(request, "attendees/print_stickers_page.html", context)
