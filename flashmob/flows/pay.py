"""From kept places to Stripe's page: the payment is opened in the database first, then there."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from attendees.domain import sign_up as sign_ups
from attendees.models import SignUp
from foundation.lib import clock, links
from payments import gateway
from payments.domain import checkout, reconcile, settlement
from payments.domain.refused import PaymentRefused, PaymentsRest
from payments.models import Payment


class SeeOther(HttpResponseRedirect):
    """303: whatever was posted here, look there."""

    status_code = 303


def go_on(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """To the buyer's page when the places are paid (or cost nothing now), else to Stripe's."""
    if sign_up.way != SignUp.CARD or sign_up.tickets.valid().exists():
        return to_ticket(sign_up)
    try:
        return to_stripe(sign_up)
    except PaymentsRest:
        return render(request, "pages/payments_resting_page.html", {"evening": sign_up.event}, status=503)
    except PaymentRefused:  # given up by another tab in the meantime
        return to_form(sign_up)


def to_stripe(sign_up: SignUp) -> HttpResponse:
    """Raises PaymentsRest (and the places went back), or PaymentRefused when they are no longer kept."""
    now = clock.now()
    payment = checkout.begin(sign_up, now=now)
    if payment.session_url and is_paid(payment):
        return to_ticket(sign_up)
    if not gateway.rests():
        with suppress(gateway.GatewayDown):  # then the sweep closes them
            reconcile.close_older(payment, now=now)
    return SeeOther(checkout.start(payment, back_to=links.absolute(kept_path(sign_up)), now=now))


def is_paid(payment: Payment) -> bool:
    """Whether somebody who comes back to a payment has paid it already, and its webhook is still on its way."""
    if gateway.rests():
        return False
    try:
        settled = settlement.settle(payment.pk, now=clock.now())
    except gateway.GatewayDown:
        return False
    return settled.state == Payment.SUCCEEDED


def let_go(sign_up: SignUp) -> HttpResponse:
    """Give up kept places and their payment page; who paid at that very moment gets the ticket all the same."""
    now = clock.now()
    payment = sign_up.payments.open().first()
    with suppress(gateway.GatewayDown):  # then the sweep closes it
        if payment and not gateway.rests():
            settlement.close(payment, now=now)
    sign_ups.let_go(sign_up, now=now)
    return to_ticket(sign_up) if sign_up.tickets.valid().exists() else to_form(sign_up)


def to_ticket(sign_up: SignUp) -> HttpResponse:
    return redirect("pages:ticket", sign_up.manage_code)


def to_form(sign_up: SignUp) -> HttpResponse:
    """Back to where the places can be taken again."""
    if sign_up.moved_from:
        return to_ticket(sign_up.moved_from)
    return redirect("flows:take-place", sign_up.event.series.slug, sign_up.event.slug)


def kept_path(sign_up: SignUp) -> str:
    """The page that shows what is kept until it is paid."""
    if sign_up.moved_from:
        return reverse("flows:pay-difference", args=[sign_up.manage_code])
    return reverse("flows:take-place", args=[sign_up.event.series.slug, sign_up.event.slug])
