"""What a host takes along on paper beside the list: name stickers and signs for the tables."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendees.models import Ticket
from events.views import access
from foundation.lib import names

BLANKS = 6  # for who walks in
MOST_TABLES = 40
A_TABLE = 6  # people


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


@never_cache
@require_safe
def print_signs(request: HttpRequest, event_id: int) -> HttpResponse:
    """A number for each table, two to a sheet; `?tables=` says how many."""
    event, _ = access.event_for_stand_in(request, event_id)
    asked = request.GET.get("tables", "")
    count = int(asked) if asked.isdecimal() and len(asked) < 4 else -(-event.places.taken // A_TABLE)
    tables = range(1, min(max(1, count), MOST_TABLES) + 1)
    return render(request, "attendees/print_signs_page.html", {"event": event, "tables": tables, "most": MOST_TABLES})
