"""A phone that is handed back: it opens the door no more and forgets what it knew."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.views import access
from foundation.lib.forget import FORGET


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave_door(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_door(request, event_id)
    if request.method == "POST":
        access.close_link(request, event)
        response = redirect("/")
        response["Clear-Site-Data"] = FORGET
        return response
    return render(request, "attendees/leave_door_page.html", {"event": event, "who": who})
