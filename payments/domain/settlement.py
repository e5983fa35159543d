"""Making sure: how a payment stands at Stripe decides, whoever woke us; then payment, receipt and tickets in one go.

Webhook, landing page and reconcile all end here, and all get the same result. Rows are locked in one order: Payment,
Ticket, receipt number, Places.
"""

import datetime as dt

from django.db import transaction

from attendees.domain import sign_up as sign_ups
from attendees.domain import tickets
from attendees.domain.refused import AttendeeRefused
from attendees.models import Ticket
from events.domain import places
from foundation.lib import clock, states
from foundation.lib.money import Money
from payments import gateway
from payments.domain import checkout, letters, receipts, refunds, unmatched
from payments.models import Payment

OURS = "Flashmob"


def settle(payment_id: int, *, now: dt.datetime) -> Payment:
    """Ask Stripe how the payment stands and bring ours into step; twice is harmless, and so is both at once.

    Paid: succeeded, with receipt and tickets, or with a refund where no place is left. Expired: the hold goes back.
    Not what was asked for: failed, on the team's list, no ticket. Raises GatewayDown, and then nothing has changed.
    """
    payment = Payment.objects.get(pk=payment_id)
    if payment.state == Payment.SUCCEEDED or not payment.session_id:
        return payment
    session = gateway.retrieve_session(payment.session_id)
    Payment.objects.filter(pk=payment.pk).update(asked_at=clock.real_now())
    if session.is_paid:
        if _fits(payment, session):
            _succeed(payment, session, now=now)
        else:
            _refuse(payment, session, now=now)
    elif session.is_expired:
        checkout.give_up(payment, now=now)
    return Payment.objects.get(pk=payment_id)


def close(payment: Payment, *, now: dt.datetime) -> None:
    """Close the payment page of somebody who no longer holds anything; what was paid at this very moment is settled.

    Raises GatewayDown.
    """
    if not payment.session_id:
        checkout.give_up(payment, now=now)
        return
    try:
        gateway.expire_session(payment.session_id)
    except gateway.GatewayRefused:
        settle(payment.pk, now=now)
    else:
        checkout.give_up(payment, now=now)


def _fits(payment: Payment, session: gateway.Session) -> bool:
    paid = (session.amount, session.currency, session.reference)
    return paid == (payment.amount, payment.currency, payment.code)


def _refuse(payment: Payment, session: gateway.Session, *, now: dt.datetime) -> None:
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=payment.pk)
        if payment.state in (Payment.SUCCEEDED, Payment.FAILED):
            return
        if payment.state == Payment.OPEN:
            states.move(payment, Payment.FAILED, intent_id=session.intent_id)
            tickets.expire(payment.sign_up, now=now)
        unmatched.note(
            key=f"payment:{payment.code}",
            what=f"{payment.payer_name} paid, but not what was asked for: {_difference(payment, session)}. No ticket. "
            f"Look at {session.intent_id} in Stripe's dashboard and send it back there.",
            money=Money(session.amount, session.currency),
            event=payment.sign_up.event,
            now=now,
        )


def _difference(payment: Payment, session: gateway.Session) -> str:
    if session.reference != payment.code:
        return "it belongs to another order"
    asked, paid = f"{payment.amount} {payment.currency}", f"{session.amount} {session.currency}"
    return f"{paid} instead of {asked} in the smallest unit"


def _succeed(payment: Payment, session: gateway.Session, *, now: dt.datetime) -> None:
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=payment.pk)
        if payment.state == Payment.SUCCEEDED:
            return
        states.move(payment, Payment.SUCCEEDED, paid_at=now, intent_id=session.intent_id, fee_amount=session.fee)
        list(payment.sign_up.tickets.select_for_update().order_by("pk"))
        why_not = _seat(payment, now=now)
        _give_back_unseated(payment, why=why_not or "gone", now=now)


def _seat(payment: Payment, *, now: dt.datetime) -> str:
    """Make the tickets valid and issue the receipt; why they could not be, or nothing."""
    sign_up = payment.sign_up
    paper = receipts.paper(receipts.issue(payment, now=now))
    if sign_up.event.is_cancelled or sign_up.event.is_over(now):
        tickets.expire(sign_up, now=now)
        return "off"
    if sign_up.payments.succeeded().exclude(pk=payment.pk).exists():
        return "twice"
    try:
        sign_ups.confirm(sign_up, now=now, paper=paper)
    except places.Full:
        return "full"
    except AttendeeRefused:  # the place that was to move is not there any more
        tickets.expire(sign_up, now=now)
        return "gone"
    return ""


def _give_back_unseated(payment: Payment, *, why: str, now: dt.datetime) -> None:
    """One refund and one apology for the paid places that nobody got.

    Tickets cancelled with `refund_wanted` are not among them: the sweep of cancelled tickets sends that money.
    """
    seats = payment.sign_up.tickets
    lost = seats.filter(state=Ticket.EXPIRED) | seats.filter(state=Ticket.CANCELLED, refund_wanted=False)
    count = payment.quantity if why == "twice" else lost.count()
    if not count:
        return
    refund = refunds.owe(
        payment,
        key=f"late:{payment.pk}",
        amount=min(payment.amount, count * payment.amount // payment.quantity),
        reason="paid, but no place was left",
        by=OURS,
        now=now,
    )
    letters.late(payment, refund, why=why)
