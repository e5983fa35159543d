from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import profiles, reminders
from attendees.views import done
from attendees.views.access import opened_by_code, page_path, way_in
from foundation.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def switch_reminders(request: HttpRequest, code: str) -> HttpResponse:
    """GET: whether reminders of these places come. POST: on or off, as the button says."""
    opened = way_in(code)
    if request.method == "POST" and opened.email:
        reminders.switch(opened.owner, on=request.POST.get("reminders") == "on", now=clock.now())
        return done.back(opened.owner, "reminders")
    context = {
        "opened": opened,
        "evening": opened.sign_up.event,
        "page": page_path(opened.owner),
        "my_evenings": settings.LOGIN_REDIRECT_URL,
    }
    return render(request, "attendees/reminders_page.html", context)


@require_POST
@login_required
def switch_all_reminders(request: HttpRequest) -> HttpResponse:
    """On or off for every evening of the signed-in person."""
    profile = profiles.of(request.user)
    if profile is None:
        raise Http404
    on = request.POST.get("reminders") == "on"
    profiles.switch_reminders(profile, on=on, now=clock.now())
    messages.success(request, "We remind you again." if on else "Reminders are off for all your evenings.")
    return redirect(settings.LOGIN_REDIRECT_URL)
