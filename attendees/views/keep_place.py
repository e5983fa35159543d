from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from attendees.domain import departures
from attendees.views import done
from attendees.views.access import opened_by_code, page_path, sign_up_for_code
from foundation.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def keep_place(request: HttpRequest, code: str) -> HttpResponse:
    """GET: what changed, and the ways to answer. POST: they stay."""
    sign_up = sign_up_for_code(code)
    now = clock.now()
    if request.method == "POST":
        departures.keep(sign_up, now=now)
        return done.back(sign_up, "kept")
    context = {
        "sign_up": sign_up,
        "evening": sign_up.event,
        "terms": departures.terms(sign_up, now=now),
        "page": page_path(sign_up),
    }
    return render(request, "attendees/kept_page.html", context)
