from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from attendees.domain import profiles
from attendees.views import done
from attendees.views.access import opened_by_code, page_path, way_in
from foundation.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def switch_reminders(request: HttpRequest, code: str) -> HttpResponse:
    """GET: whether this page's person gets reminders. POST: on or off, as the button says."""
    opened = way_in(code)
    person = opened.person
    if request.method == "POST" and person:
        profiles.switch_reminders(person, on=request.POST.get("reminders") == "on", now=clock.now())
        return done.back(opened.owner, "reminders")
    context = {"person": person, "evening": opened.sign_up.event, "page": page_path(opened.owner)}
    return render(request, "attendees/reminders_page.html", context)
