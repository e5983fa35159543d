"""Disputes: the payer's bank asks for the money back, and has it at once."""

import datetime as dt

from django.db import transaction

from foundation.lib.money import Money
from payments import gateway
from payments.domain import forfeits, unmatched
from payments.models import Dispute, Payment

OPENED = "{payer}'s bank took a payment back. The ticket is cancelled. Answer the dispute in Stripe's dashboard."
ENDED = {
    "won": "{payer}'s bank gave the disputed money back to you. The ticket stays cancelled.",
    "lost": "The dispute with {payer}'s bank is lost: the money is gone.",
}


def bring_into_step(payment: Payment, contested: gateway.Contested, *, now: dt.datetime) -> None:
    """Note the dispute as it is now; while the money is gone, so are the payment's tickets. Twice is harmless."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update().select_related("sign_up__event__series").get(pk=payment.pk)
        dispute, _ = Dispute.objects.update_or_create(
            stripe_id=contested.id,
            defaults={"state": contested.status},
            create_defaults={
                "payment": payment,
                "amount": contested.amount,
                "currency": contested.currency,
                "state": contested.status,
                "opened_at": now,
            },
        )
        if dispute.is_closed and not dispute.closed_at:
            Dispute.objects.filter(pk=dispute.pk).update(closed_at=now)
        if dispute.took_money:
            forfeits.void(payment, why=forfeits.DISPUTED, now=now)
        _tell(dispute, payment, now=now)


def _tell(dispute: Dispute, payment: Payment, *, now: dt.datetime) -> None:
    """The team hears of it when it opens and when it ends."""
    sentence = ENDED.get(dispute.state) if dispute.is_closed else OPENED if dispute.took_money else None
    if sentence:
        amount = dispute.amount if dispute.state == "won" else -dispute.amount
        unmatched.note(
            key=f"dispute:{dispute.stripe_id}:{dispute.state if dispute.is_closed else 'open'}",
            what=sentence.format(payer=payment.payer_name),
            money=Money(amount, dispute.currency),
            event=payment.sign_up.event,
            now=now,
        )
