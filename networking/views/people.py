from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attendees.views.access import opened_by_code
from foundation.lib import clock
from networking.domain import seen
from networking.views import access


@require_safe
@opened_by_code
def show_people(request: HttpRequest, code: str) -> HttpResponse:
    """Who sat with me, and the cards of those who show them to every ticket holder; not how many others come."""
    ticket, now = access.ticket_of_page(code), clock.now()
    mine = seen.at_my_tables(ticket, now=now)
    hello = seen.who_said_hello(ticket, now=now)
    context = {
        "code": code,
        "evening": ticket.event,
        "mine": mine.values(),
        "people": [one for pk, one in hello.items() if pk not in mine],
        "is_over": ticket.event.is_over(now),
    }
    return render(request, "networking/people_page.html", context)
