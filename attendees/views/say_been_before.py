from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from attendees.domain import attendance
from attendees.views import done
from attendees.views.access import opened_by_code, page_path, way_in
from foundation.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def say_been_before(request: HttpRequest, code: str) -> HttpResponse:
    """GET: one button, for who comes from a mail. POST: this page's person has been before."""
    opened = way_in(code)
    ticket = opened.own_ticket
    if request.method == "POST":
        if ticket:
            attendance.say_been_before(ticket, now=clock.now())
        return done.back(opened.owner, "been-before")
    context = {"ticket": ticket, "evening": opened.sign_up.event, "page": page_path(opened.owner)}
    return render(request, "attendees/been_before_page.html", context)
