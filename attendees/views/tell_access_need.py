from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from attendees.domain import answers
from attendees.forms import AccessNeedForm
from attendees.models import Ticket
from attendees.views import done
from attendees.views.access import WayIn, opened_by_code, page_path, way_in
from foundation.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def tell_access_need(request: HttpRequest, code: str) -> HttpResponse:
    """GET: one line for each person of this page. POST: saved for the hosts of this evening; empty takes it back."""
    opened = way_in(code)
    form = AccessNeedForm(request.POST if request.method == "POST" else None, tickets=tickets_of(opened))
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        for ticket, words in form.told:
            answers.tell_access_need(ticket, words=words, now=now)
        return done.back(opened.owner, "need")
    context = {"form": form, "evening": opened.sign_up.event, "page": page_path(opened.owner)}
    return render(request, "attendees/access_need_page.html", context)


def tickets_of(opened: WayIn) -> list[Ticket]:
    tickets = opened.sign_up.tickets.valid().select_related("access_need").order_by("seat")
    return list(tickets.filter(pk=opened.ticket.pk) if opened.ticket else tickets)
