"""Paying by card on Stripe's page: from a held sign-up to the address of the page, or letting go of both."""

import datetime as dt
import logging
import time

from django.conf import settings
from django.db import IntegrityError, transaction

from attendees.domain import sign_up as sign_ups
from attendees.domain import tickets
from attendees.domain.hold_times import CONFIRM_WITHIN
from attendees.models import SignUp, Ticket
from foundation.lib import clock, dates, links, states
from payments import gateway
from payments.domain.refused import PaymentRefused, PaymentsRest
from payments.models import Payment

log = logging.getLogger(__name__)
GONE = "Your place is no longer kept. Please take it again."


def begin(sign_up: SignUp, *, now: dt.datetime) -> Payment:
    """The sign-up's open payment; a double click, the back button and a second tab get the same one.

    One that never reached Stripe and is too old for a session of Stripe's shortest length gives way to a new one, and
    the places are kept as much longer. Raises PaymentRefused when the sign-up holds nothing any more.
    """
    found = sign_up.payments.open().first()
    if found and (found.session_url or _can_start(found)):
        return found
    try:
        return _make(sign_up, instead_of=found, now=now)
    except (IntegrityError, states.Stale) as late:  # another tab was first
        if theirs := sign_up.payments.open().first():
            return theirs
        raise PaymentRefused(GONE) from late


def start(payment: Payment, *, back_to: str, now: dt.datetime) -> str:
    """The address of Stripe's page for an open payment, opened there when it has none yet.

    `back_to` is the absolute address for who would rather not pay. Outside of any transaction. When Stripe cannot open
    it the places go back at once: raises PaymentsRest. Raises PaymentRefused when they were given up meanwhile.
    """
    if payment.session_is_open(clock.real_now()):
        return payment.session_url
    try:
        session = _create(_order(payment, back_to=back_to))
    except (gateway.GatewayDown, gateway.GatewayRefused) as trouble:
        payment.refresh_from_db()
        if payment.session_url:  # another tab was luckier
            return payment.session_url
        log.error("no payment page", extra={"payment": payment.pk, "trouble": type(trouble).__name__})
        give_up(payment, now=now)
        raise PaymentsRest from trouble
    kept = Payment.objects.open().filter(pk=payment.pk).update(session_id=session.id, session_url=session.url)
    if not kept:
        raise PaymentRefused(GONE)
    payment.session_id, payment.session_url = session.id, session.url
    return session.url


def _create(order: gateway.Order) -> gateway.Session:
    """Another tab may be opening the same page at this moment: then it is soon ours too."""
    if gateway.rests():
        raise gateway.GatewayDown("gave no answer a moment ago")
    for pause in (0.2, 0.5, 1.0):
        try:
            return gateway.create_session(order)
        except gateway.GatewayBusy:
            time.sleep(pause)
    return gateway.create_session(order)


def give_up(payment: Payment, *, now: dt.datetime) -> bool:
    """open → expired, and its sign-up's places go back, or to being offered by the waiting list.

    False when the payment was not open any more.
    """
    with transaction.atomic():
        try:
            states.move(payment, Payment.EXPIRED)
        except states.Stale:
            return False
        sign_ups.let_go(payment.sign_up, now=now)
    return True


def _make(sign_up: SignUp, *, instead_of: Payment | None, now: dt.datetime) -> Payment:
    real_now = clock.real_now()
    with transaction.atomic():
        if instead_of:
            states.move(instead_of, Payment.EXPIRED)
            tickets.keep_until(sign_up, until=now + CONFIRM_WITHIN)
        quantity = sign_up.tickets.filter(state=Ticket.HELD).count()
        if not quantity:
            raise PaymentRefused(GONE)
        return Payment.objects.create(
            sign_up=sign_up,
            amount=(sign_up.to_pay * quantity).amount,
            currency=sign_up.currency,
            quantity=quantity,
            payer_name=sign_up.name,
            created_at=real_now,
            expires_at=real_now + dt.timedelta(minutes=settings.PAYMENT_MINUTES),
        )


def _can_start(payment: Payment) -> bool:
    return payment.expires_at - clock.real_now() > gateway.SHORTEST_SESSION + dt.timedelta(seconds=5)


def _order(payment: Payment, *, back_to: str) -> gateway.Order:
    event = payment.sign_up.event
    return gateway.Order(
        code=payment.code,
        line=f"{event.series.name}: {event.title}, {dates.day(event.starts_at, event.zone)}",
        amount=payment.amount // payment.quantity,
        quantity=payment.quantity,
        currency=payment.currency,
        email=payment.sign_up.email,
        expires_at=payment.expires_at,
        success_url=links.to("payments:landing", payment.code) + "?session={CHECKOUT_SESSION_ID}",
        cancel_url=back_to,
    )
