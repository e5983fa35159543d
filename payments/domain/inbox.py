"""What Stripe tells us: kept at once, worked on later. A message only wakes us; what counts is what Stripe says when
asked. So duplicates, wrong order and late ones do no harm.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from foundation.lib import clock, states
from foundation.lib.money import Money
from payments import gateway
from payments.domain import disputes, returns, settlement, unmatched
from payments.models import Payment, StripeEvent

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 8
KEPT = dt.timedelta(days=90)
Body = Mapping[str, Any]


class Unknown(Exception):
    """It names a payment that we do not know, or not yet."""


def receive(happening: gateway.Happening) -> bool:
    """Keep a message of Stripe; False when we have it already."""
    if StripeEvent.objects.filter(pk=happening.id).exists():
        return False
    try:
        with transaction.atomic():
            StripeEvent.objects.create(
                id=happening.id, type=happening.type, payload=happening.body, received_at=clock.real_now()
            )
    except IntegrityError:
        return False
    return True


def process(*, now: dt.datetime) -> int:
    """Work on what is waiting, in the order in which it happened; returns how many were done.

    One that fails is tried again later and holds up nobody; Stripe down ends the round.
    """
    done = 0
    for event in _waiting():
        try:
            _handle(event, now=now)
        except gateway.GatewayDown:
            log.warning("stripe is down, the inbox waits")
            break
        except Exception as trouble:
            log.exception("a message of stripe failed", extra={"stripe_event": event.pk})
            _put_back(event, trouble, now=now)
        else:
            done += 1
    return done


def forget_old() -> int:
    """Delete messages older than 90 days (real time)."""
    deleted, _ = StripeEvent.objects.filter(received_at__lt=clock.real_now() - KEPT).delete()
    return deleted


def _waiting() -> list[StripeEvent]:
    """Due now: a failed one waits twice as long each time."""
    real_now = clock.real_now()
    received = StripeEvent.objects.filter(state=StripeEvent.RECEIVED, attempts__lt=MOST_ATTEMPTS)
    due = [
        event
        for event in received.order_by("received_at")[:500]
        if not event.attempts or event.received_at + dt.timedelta(minutes=2**event.attempts) <= real_now
    ]
    return sorted(due, key=lambda event: (event.payload.get("created", 0), event.received_at))


def _handle(event: StripeEvent, *, now: dt.datetime) -> None:
    handle = HANDLERS.get(event.type)
    if handle:
        handle(event.payload["data"]["object"], now=now)
    try:
        states.move(event, StripeEvent.PROCESSED, processed_at=clock.real_now(), failure="")
    except states.Stale:
        log.info("a message of stripe was handled twice", extra={"stripe_event": event.pk})


def _put_back(event: StripeEvent, trouble: Exception, *, now: dt.datetime) -> None:
    attempts = event.attempts + 1
    StripeEvent.objects.filter(pk=event.pk, state=StripeEvent.RECEIVED).update(
        attempts=attempts, failure=f"{type(trouble).__name__}: {trouble}"[:300]
    )
    if attempts == MOST_ATTEMPTS:
        unmatched.note(
            key=f"event:{event.pk}",
            what=f"Stripe told us about something we do not know ({event.type}, {event.pk}). Look there.",
            money=_money(event.payload["data"]["object"]),
            now=now,
        )


def _session(body: Body, *, now: dt.datetime) -> None:
    """A payment page was paid, or its time ran out."""
    payment = Payment.objects.filter(session_id=body["id"]).first()
    if payment is None:
        # Known by our reference when we died between opening the page and writing down its id.
        adopted = Payment.objects.filter(code=body.get("client_reference_id") or "", session_id="")
        if adopted.update(session_id=body["id"]):
            payment = Payment.objects.get(session_id=body["id"])
    if payment:
        settlement.settle(payment.pk, now=now)
    elif body.get("payment_status") == "paid":
        unmatched.note(
            key=f"session:{body['id']}",
            what=f"Stripe has money for which there is no order ({body.get('payment_intent')}). Send it back there.",
            money=_money(body),
            now=now,
        )


def _refund(body: Body, *, now: dt.datetime) -> None:
    """Money went back, or came back to us; a charge and a refund both name the payment."""
    returns.bring_into_step(_payment(body), now=now)


def _dispute(body: Body, *, now: dt.datetime) -> None:
    disputes.bring_into_step(_payment(body), gateway.retrieve_dispute(body["id"]), now=now)


def _payment(body: Body) -> Payment:
    intent_id = body.get("payment_intent") or ""
    payment = Payment.objects.filter(intent_id=intent_id).select_related("sign_up__event__series").first()
    if not intent_id or payment is None:
        raise Unknown(f"no payment {intent_id}")
    return payment


def _money(body: Body) -> Money | None:
    amount = body.get("amount_total", body.get("amount"))
    return Money(amount, body["currency"]) if isinstance(amount, int) and body.get("currency") else None


HANDLERS: dict[str, Callable[..., None]] = {
    "checkout.session.completed": _session,
    "checkout.session.async_payment_succeeded": _session,
    "checkout.session.async_payment_failed": _session,
    "checkout.session.expired": _session,
    "charge.refunded": _refund,
    "charge.refund.updated": _refund,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.closed": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
}
