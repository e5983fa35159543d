""" "We talked": one button for each of the people at one's tables, from the ticket's page or the morning's mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from attendees.models import Ticket
from attendees.views.access import opened_by_code
from foundation.lib import clock
from networking.domain import mates, talked
from networking.views import access


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def say_talked(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the people at my tables. POST: `person` and I talked, or (`undo`) we did not; both may come twice."""
    me, now = access.ticket_of_page(code), clock.now()
    people, is_open = mates.of(me), mates.is_open(me.event, now=now)
    if request.method == "POST":
        if is_open:
            _say(request, me, {str(other.pk): other for other in people})
        return redirect("networking:talked", code=code)
    said = talked.said_by(me)
    context = {
        "code": code,
        "page": f"/t/{code}/",
        "evening": me.event,
        "is_open": is_open,
        "people": [(other, other.pk in said) for other in people],
    }
    return render(request, "networking/talked_page.html", context)


def _say(request: HttpRequest, me: Ticket, people: dict[str, Ticket]) -> None:
    if other := people.get(request.POST.get("person", "")):
        talked.say(me, other, now=clock.now())
    if other := people.get(request.POST.get("undo", "")):
        talked.unsay(me, other)
