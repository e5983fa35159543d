"""A ticket's page: everything its holder needs on the night, and what the buyer may do with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attendees.models import SignUp, Ticket
from attendees.views.access import WayIn, opened_by_code, way_in


@require_safe
@opened_by_code
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The buyer's page shows every place of the sign-up, a ticket's own only that one."""
    opened = way_in(code)
    sign_up = opened.sign_up
    context = {
        "sign_up": sign_up,
        "evening": sign_up.event,
        "series": sign_up.event.series,
        "places": places_of(opened),
        "is_buyer": opened.is_buyer,
        "pays_at_door": sign_up.way == SignUp.DOOR,
    }
    return render(request, "pages/ticket_page.html", context)


def places_of(opened: WayIn) -> list[Ticket]:
    if opened.ticket:
        return [opened.ticket]
    return list(opened.sign_up.tickets.exclude(state=Ticket.EXPIRED))
