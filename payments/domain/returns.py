"""Money that went back, as Stripe knows it: ours brought into step, and what was sent from Stripe's dashboard."""

import datetime as dt
import logging

from django.db import transaction

from foundation.lib.money import Money
from payments import gateway
from payments.domain import forfeits, refunds, unmatched
from payments.models import Payment, Refund

log = logging.getLogger(__name__)
DASHBOARD = "Stripe's dashboard"


def bring_into_step(payment: Payment, *, now: dt.datetime) -> None:
    """Ask Stripe for the payment's refunds and note each; twice is harmless. Raises GatewayDown."""
    for sent in gateway.list_refunds(payment.intent_id):
        ours = _ours(payment, sent)
        if ours:
            refunds.note(ours, sent, now=now)
        elif sent.status in ("succeeded", "pending"):
            _take_over(payment, sent, now=now)


def follow_up(*, now: dt.datetime) -> None:
    """Ask what became of refunds that were on their way; Stripe down ends the round."""
    for refund in refunds.waiting(Refund.REQUESTED):
        try:
            bring_into_step(refund.payment, now=now)
        except gateway.GatewayDown:
            log.warning("stripe is down, refunds on their way wait")
            break
        except Exception:
            log.exception("a refund could not be followed", extra={"refund": refund.pk})


def _ours(payment: Payment, sent: gateway.Returned) -> Refund | None:
    mine = payment.refunds.select_related("payment__sign_up__event__series")
    return mine.filter(stripe_id=sent.id).first() or (mine.filter(key=sent.key).first() if sent.key else None)


def _take_over(payment: Payment, sent: gateway.Returned, *, now: dt.datetime) -> None:
    """A refund from the dashboard: on record, with its credit note. Is all the money gone, so are the tickets."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update().select_related("sign_up__event__series").get(pk=payment.pk)
        refund, is_new = Refund.objects.get_or_create(
            key=f"stripe:{sent.id}",
            defaults={
                "payment": payment,
                "stripe_id": sent.id,
                "state": Refund.REQUESTED,
                "amount": sent.amount,
                "currency": sent.currency,
                "reason": "sent back at Stripe",
                "by": DASHBOARD,
                "created_at": now,
            },
        )
        if not is_new:
            return
        if refunds.left(payment):
            _tell_of_part(refund, now=now)
        else:
            _drop_what_is_left(payment)
            forfeits.void(payment, why=forfeits.REFUNDED, now=now)
        if sent.status == "succeeded":
            refunds.finish(refund, sent, now=now)


def _drop_what_is_left(payment: Payment) -> None:
    """Refunds of ours that are not yet sent and for which nothing is left."""
    for refund in payment.refunds.filter(state=Refund.DUE).order_by("-id"):
        gone = sum(payment.refunds.standing().values_list("amount", flat=True))
        if gone > payment.amount:
            Refund.objects.filter(pk=refund.pk).update(state=Refund.FAILED, failure=f"Sent back in {DASHBOARD} already")


def _tell_of_part(refund: Refund, *, now: dt.datetime) -> None:
    event = refund.payment.sign_up.event
    unmatched.note(
        key=refund.key,
        what=f"A part of a payment by {refund.payment.payer_name} was sent back in {DASHBOARD}. "
        "The tickets are still good: cancel what should not be.",
        money=Money(-refund.amount, refund.currency),
        event=event,
        now=now,
    )
