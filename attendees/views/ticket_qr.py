from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from attendees.domain import door_qr
from attendees.views.access import opened_by_code, ticket_for_code


@require_safe
@opened_by_code
def ticket_qr(request: HttpRequest, code: str) -> HttpResponse:
    """The door code of a valid ticket as a picture; none for a ticket that opens no door."""
    ticket = ticket_for_code(code)
    if ticket.state != ticket.VALID:
        raise Http404
    return HttpResponse(door_qr.svg(ticket), content_type="image/svg+xml")
