"""From kept places to Stripe's page: the payment is opened in the database first, then there."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from attendees.domain import sign_up as sign_ups
from attendees.models import SignUp, Ticket
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
        return rests(request, sign_up)
    except PaymentRefused:  # given up by another tab in the meantime
        return to_form(sign_up)


def rests(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Stripe takes no cards just now. What the waiting list offered stays kept, other places went back."""
    is_kept = sign_up.tickets.filter(state=Ticket.HELD).exists()
    context = {"evening": sign_up.event, "again_url": kept_path(sign_up), "is_kept": is_kept}
    return render(request, "pages/payments_resting_page.html", context, status=503)


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
    with suppress(PaymentsRest):  # then the sweep closes it
        close(sign_up)
    sign_ups.let_go(sign_up, now=clock.now())
    return to_ticket(sign_up) if sign_up.tickets.valid().exists() else to_form(sign_up)


def close(sign_up: SignUp) -> None:
    """Close the payment page, if one is open; what was paid at that very moment is settled. Raises PaymentsRest."""
    payment = sign_up.payments.open().first()
    if payment is None:
        return
    if gateway.rests():
        raise PaymentsRest
    try:
        settlement.close(payment, now=clock.now())
    except gateway.GatewayDown as down:
        raise PaymentsRest from down


def to_ticket(sign_up: SignUp) -> HttpResponse:
    return redirect("pages:ticket", sign_up.manage_code)


def to_form(sign_up: SignUp) -> HttpResponse:
    """Back to where the places can be taken again."""
    if sign_up.moved_from:
        return to_ticket(sign_up.moved_from)
    return redirect(kept_path(sign_up))


def kept_path(sign_up: SignUp) -> str:
    """The page that shows what is kept until it is paid."""
    if sign_up.moved_from:
        return reverse("flows:pay-difference", args=[sign_up.manage_code])
    if sign_up.kept_from:
        return reverse("flows:next-place", args=[sign_up.kept_from.manage_code])
    if sign_up.waited_as:
        return reverse("attendees:waiting", args=[sign_up.waited_as.code])
    return reverse("flows:take-place", args=[sign_up.event.series.slug, sign_up.event.slug])
