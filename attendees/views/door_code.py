from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attendees.models import Ticket
from attendees.views.access import opened_by_code
from foundation.lib import codes


@require_safe
@opened_by_code
def door_code(request: HttpRequest, code: str) -> HttpResponse:
    """What a QR opens for anybody: that it is a ticket, and nothing else. Only the door can do something with it."""
    if not Ticket.objects.filter(door_hash=codes.fingerprint(code)).exists():
        raise Http404
    return render(request, "attendees/door_code_page.html")
