"""A place moves to a date that costs more: it is kept there until the difference is paid, and stays here till then."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import sign_up as sign_ups
from attendees.models import Ticket
from attendees.views.access import opened_by_code, page_path, sign_up_for_code
from flashmob.flows import pay


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def pay_difference(request: HttpRequest, code: str) -> HttpResponse:
    """GET: what is kept and what it costs more. POST: on to Stripe's page."""
    sign_up = sign_up_for_code(code)
    held = list(sign_up.tickets.filter(state=Ticket.HELD))
    if request.method == "POST" or not held or sign_up.moved_from is None:
        return pay.go_on(request, sign_up)
    context = {
        "evening": sign_up.event,
        "sign_up": sign_up,
        "tickets": held,
        "total": sign_up.to_pay * len(held),
        "old": sign_up.moved_from.event,
        "pay_until": sign_ups.pay_until(sign_up),
        "back_url": page_path(sign_up.moved_from),
        "pay_url": request.path,
        "let_go_url": reverse("flows:let-go-difference", args=[code]),
    }
    return render(request, "pages/kept_page.html", context)


@require_POST
@opened_by_code
def let_go_difference(request: HttpRequest, code: str) -> HttpResponse:
    """They stay where they are; twice is fine."""
    return pay.let_go(sign_up_for_code(code))
