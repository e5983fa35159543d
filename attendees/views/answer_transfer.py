from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from attendees.domain import transfers
from attendees.domain.refused import AttendeeRefused
from attendees.models import Transfer
from attendees.views import done, upstairs
from attendees.views.access import opened_by_code
from foundation.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def answer_transfer(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the place that somebody offers, and two buttons. POST: yes, and on to the ticket, or no."""
    transfer = transfer_for_code(code)
    now, refused = clock.now(), ""
    if request.method == "POST":
        try:
            match request.POST.get("answer"):
                case "yes":
                    return done.back(transfers.take(transfer, now=now), "taken")
                case "no":
                    transfers.decline(transfer, now=now)
            return redirect(request.path)
        except AttendeeRefused as refusal:
            refused = str(refusal)
    event = transfer.ticket.sign_up.event
    context = {
        "transfer": transfer,
        "giver": transfer.ticket.sign_up.name,
        "evening": event,
        "event_url": upstairs.evening(event.series.slug, event.slug),
        "privacy_url": upstairs.PRIVACY,
        "closed": refused or transfers.why_closed(transfer, now=now),
    }
    return render(request, "attendees/transfer_page.html", context)


def transfer_for_code(code: str) -> Transfer:
    found = transfers.find(code)
    if found is None:
        raise Http404
    return found
