"""Looking out for somebody new, by the page of a ticket: a regular offers, a first-timer says yes or no.

A regular offers signed in only. Whoever booked with their address must not learn that they have come before, nor stand
in for them before somebody new.
"""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

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


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def look_out(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the offer, for a regular who signed in for it. POST: `do` is what the page's person says."""
    ticket = access.ticket_of_page(code)
    here = f"{reverse('networking:evening', args=[code])}#look-out"
    if request.method != "POST":
        return _ask(request, ticket, code) or redirect(here)
    say = DOES.get(request.POST.get("do", ""))
    if say is look_outs.offer:
        access.prove(request, ticket)
    try:
        if say and not ticket.event.is_over(clock.now()):
            say(ticket, now=clock.now())
    except NetworkingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(here)


def section(ticket: Ticket, *, code: str, is_proved: bool, now: dt.datetime) -> dict[str, Any]:
    """Who would look out for me, or what I said as a regular; empty when it is over.

    Only who `is_proved` to be the ticket's person hears whether they have come often enough.
    """
    if ticket.event.is_over(now):
        return {}
    offered = look_outs.for_newcomer(ticket)
    said = None if offered else look_outs.of_regular(ticket)
    is_asked = not offered and not said and look_outs.is_open(ticket.event, now=now)
    return {
        "url": reverse("networking:look-out", args=[code]),
        "offered": offered,
        "said": said,
        "newcomer": look_outs.newcomer_of(ticket) if said else None,
        "can_offer": is_asked and is_proved and look_outs.can_offer(ticket),
        "may_ask": is_asked and not is_proved and ticket.holder_id is not None,
    }


def _ask(request: HttpRequest, ticket: Ticket, code: str) -> HttpResponse | None:
    """The offer; None for who has offered, is offered somebody, or comes too late: their evening's page says all."""
    access.prove(request, ticket)
    now = clock.now()
    standing = section(ticket, code=code, is_proved=True, now=now)
    if not standing or standing["offered"] or standing["said"] or not look_outs.is_open(ticket.event, now=now):
        return None
    context = {"code": code, "evening": ticket.event, "can_offer": standing["can_offer"]}
    return render(request, "networking/look_out_page.html", context)
