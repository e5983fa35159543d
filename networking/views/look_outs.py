"""Looking out for somebody new, by the page of a ticket: a regular offers, a first-timer says yes or no."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from attendees.models import Ticket
from attendees.views.access import opened_by_code
from foundation.lib import clock
from networking.domain import look_outs
from networking.domain.refused import NetworkingRefused
from networking.views import access

DOES = {
    "offer": look_outs.offer,
    "take-back": look_outs.take_back,
    "agree": look_outs.agree,
    "decline": look_outs.decline,
}


@require_POST
@opened_by_code
def look_out(request: HttpRequest, code: str) -> HttpResponse:
    """`do` is what the page's person says; anything else does nothing."""
    ticket = access.ticket_of_page(code)
    say = DOES.get(request.POST.get("do", ""))
    try:
        if say and not ticket.event.is_over(clock.now()):
            say(ticket, now=clock.now())
    except NetworkingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('networking:evening', args=[code])}#look-out")


def section(ticket: Ticket, *, code: str, now: dt.datetime) -> dict[str, Any]:
    """Who would look out for me, or what I said as a regular; empty for who is neither, and when it is over."""
    if ticket.event.is_over(now):
        return {}
    offered = look_outs.for_newcomer(ticket)
    said = None if offered else look_outs.of_regular(ticket)
    return {
        "url": reverse("networking:look-out", args=[code]),
        "offered": offered,
        "said": said,
        "newcomer": look_outs.newcomer_of(ticket) if said else None,
        "can_offer": not offered and not said and look_outs.can_offer(ticket),
    }
