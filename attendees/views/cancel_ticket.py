from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from attendees.domain import departures
from attendees.domain.refused import AttendeeRefused
from attendees.forms import CancelForm
from attendees.views import done
from attendees.views.access import opened_by_code, page_path, sign_up_for_code
from foundation.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def cancel_ticket(request: HttpRequest, code: str) -> HttpResponse:
    """GET: which places, and what of the money comes back. POST: gone."""
    sign_up = sign_up_for_code(code)
    now = clock.now()
    tickets = list(sign_up.tickets.filter(confirmed_at__isnull=False))
    form = CancelForm(request.POST if request.method == "POST" else None, tickets=tickets)
    if request.method == "POST" and form.is_valid():
        try:
            departures.cancel(form.chosen, by=sign_up.name, now=now)
            return done.back(sign_up, "cancelled")
        except AttendeeRefused as refusal:
            form.add_error(None, str(refusal))
    terms = departures.terms(sign_up, now=now)
    context = {
        "form": form if form.valid and terms.cancel else None,
        "valid": form.valid,
        "sign_up": sign_up,
        "evening": sign_up.event,
        "terms": terms,
        "page": page_path(sign_up),
    }
    return render(request, "attendees/cancel_page.html", context)
