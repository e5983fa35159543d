"""Where Stripe sends the payer back to: the ticket as soon as the money is certain, an honest page until then.

The one GET that may wake something: the settlement of the payment it names, which decides by asking Stripe.
"""

import datetime as dt
import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from attendees.domain import ticket_links, wishes
from attendees.views import browser as browsers
from attendees.views.access import opened_by_code, page_path
from foundation.lib import clock
from payments import gateway
from payments.domain import settlement
from payments.models import Payment

log = logging.getLogger(__name__)
LOOK_AGAIN = 4
LOOK_FOR = dt.timedelta(hours=1)
ASK_EVERY = dt.timedelta(seconds=2)


@require_safe
@opened_by_code
def check_payment(request: HttpRequest, code: str) -> HttpResponse:
    """The browser that made the sign-up is sent to its ticket; any other learns nothing but "checking".

    While nothing is certain the page asks to be loaded again by a header, so that it works without JavaScript.
    """
    payment = get_object_or_404(Payment.objects.select_related("sign_up__event__series"), code=code)
    if request.GET.get("session") == payment.session_id != "":
        payment = _settle(payment)
    if not _is_payers(request, payment):
        return render(request, "payments/landing_page.html", {"state": Payment.OPEN, "is_payers": False})
    if payment.state == Payment.SUCCEEDED and payment.sign_up.tickets.valid().exists():
        return redirect(page_path(payment.sign_up))
    response = render(request, "payments/landing_page.html", _context(payment))
    if payment.state == Payment.OPEN and clock.real_now() < payment.created_at + LOOK_FOR:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


def _settle(payment: Payment) -> Payment:
    """As sure as can be now; asked at most every two seconds."""
    just_asked = payment.asked_at and payment.asked_at > clock.real_now() - ASK_EVERY
    if just_asked or gateway.rests():
        return payment
    try:
        return settlement.settle(payment.pk, now=clock.now())
    except gateway.GatewayDown:
        log.warning("stripe is down, a payer waits")
        return payment


def _is_payers(request: HttpRequest, payment: Payment) -> bool:
    browser = browsers.code_of(request)
    return bool(browser) and wishes.fingerprint(browser) == payment.sign_up.browser_hash


def _context(payment: Payment) -> dict[str, object]:
    event = payment.sign_up.event
    return {
        "payment": payment,
        "state": payment.state,
        "is_payers": True,
        "evening": event,
        "event_url": ticket_links.evening(event),
        "take_url": f"{ticket_links.evening(event)}take/",
    }
