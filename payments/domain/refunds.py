"""Owing money back and sending it: a row first, Stripe second, so that a crash in between sends it once."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q, Sum

from attendees.models import SignUp, Ticket
from foundation.lib import clock, states
from foundation.lib.money import Money
from payments import gateway
from payments.domain import letters, receipts
from payments.domain.refused import PaymentRefused
from payments.models import Payment, Refund

log = logging.getLogger(__name__)
LONGEST_PAUSE = dt.timedelta(hours=6)
MOVED = "moved:"  # begins the key of what comes back when a place moves to a cheaper date
LOOK_AGAIN = dt.timedelta(minutes=30)


def owe(
    payment: Payment, *, key: str, amount: int, reason: str, by: str, now: dt.datetime, ticket: Ticket | None = None
) -> Refund:
    """A refund to be sent by the next sweep; the same key again gives the same one.

    Raises PaymentRefused when the payment has less than that left. Takes the payment's row lock first.
    """
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=payment.pk)
        found = Refund.objects.filter(key=key).first()
        if found:
            return found
        if not 0 < amount <= left(payment).amount:
            raise PaymentRefused("That is more than is left of this payment.")
        return Refund.objects.create(
            payment=payment,
            ticket=ticket,
            key=key,
            amount=amount,
            currency=payment.currency,
            reason=reason,
            by=by,
            created_at=now,
        )


def left(payment: Payment) -> Money:
    """What of a payment was neither sent back, nor is to be, nor was taken by the payer's bank."""
    if payment.state != Payment.SUCCEEDED:
        return Money(0, payment.currency)
    gone = payment.refunds.standing().aggregate(sum=Sum("amount"))["sum"] or 0
    contested = payment.disputes.took_money().aggregate(sum=Sum("amount"))["sum"] or 0
    return Money(max(0, payment.amount - gone - contested), payment.currency)


def payments_of(sign_up: SignUp) -> list[Payment]:
    """The money that paid for a sign-up: its own, then of the one it was moved from, which it moved along."""
    found: list[Payment] = []
    origin: SignUp | None = sign_up
    while origin:
        found += origin.payments.succeeded().order_by("pk")[:1]
        origin = origin.moved_from
    return found


def owe_for(ticket: Ticket, *, key: str, amount: int, reason: str, by: str, now: dt.datetime) -> list[Refund]:
    """Owe up to `amount` back for a place, from the newest of the payments that paid for it, each within what is left.

    One refund each: `key`, then `key:<payment>`. The same key again changes nothing and returns what it made before.
    """
    with transaction.atomic():
        payments = lock_payments(ticket)
        made = list(Refund.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"), ticket=ticket).order_by("pk"))
        if made:
            return made
        for payment in payments:
            share = min(amount, left(payment).amount)
            if share > 0:
                its_key = f"{key}:{payment.pk}" if made else key
                made.append(owe(payment, key=its_key, amount=share, reason=reason, by=by, now=now, ticket=ticket))
                amount -= share
    return made


def lock_payments(ticket: Ticket) -> list[Payment]:
    """`payments_of` a place, each held until the caller's transaction ends."""
    found = [payment.pk for payment in payments_of(ticket.sign_up)]
    locked = {
        payment.pk: payment for payment in Payment.objects.select_for_update().filter(pk__in=found).order_by("pk")
    }
    return [locked[pk] for pk in found]


def gone_for(ticket: Ticket) -> int:
    """What went back for a place already, or is to, also before it was moved here; not the difference of a cheaper
    date, which its price no longer holds."""
    places, origin = [ticket.pk], ticket.moved_from
    while origin:
        places.append(origin.pk)
        origin = origin.moved_from
    gone = Refund.objects.standing().filter(ticket__in=places).exclude(key__startswith=MOVED)
    return gone.aggregate(sum=Sum("amount"))["sum"] or 0


def try_again(refund: Refund, *, by: str, now: dt.datetime) -> Refund:
    """A new refund instead of one that failed; asked twice it is one. Raises PaymentRefused."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=refund.payment_id)
        refund = Refund.objects.get(pk=refund.pk)
        found = Refund.objects.filter(instead_of=refund).first()
        if found:
            return found
        if refund.state != Refund.FAILED:
            raise PaymentRefused("This money is on its way already.")
        again = owe(
            payment,
            key=f"again:{refund.pk}",
            amount=refund.amount,
            reason=refund.reason,
            by=by,
            now=now,
            ticket=refund.ticket,
        )
        Refund.objects.filter(pk=again.pk).update(instead_of=refund)
    return again


def waiting(state: str) -> list[Refund]:
    """Those to be sent (DUE) or asked about (REQUESTED) now, oldest first."""
    its_time = Q(try_after__isnull=True) | Q(try_after__lte=clock.real_now())
    found = Refund.objects.filter(its_time, state=state).select_related("payment__sign_up__event__series")
    return list(found.order_by("id")[:100])


def send_due(*, now: dt.datetime) -> None:
    """Send what is due; one that fails holds up nobody, Stripe down ends the round."""
    for refund in waiting(Refund.DUE):
        try:
            send(refund, now=now)
        except gateway.GatewayDown:
            log.warning("stripe is down, refunds wait")
            break
        except Exception:
            log.exception("a refund could not be sent", extra={"refund": refund.pk})


def send(refund: Refund, *, now: dt.datetime) -> None:
    """Ask Stripe to send the money, and note how it went. Raises GatewayDown; then it is tried again later.

    The try is counted before Stripe is asked. From the second on, Stripe's own list is looked at first: it forgets our
    key after a day, and money must not go back twice.
    """
    if not _claim(refund):
        return
    sent = _find_sent(refund) if refund.attempts > 1 else None
    try:
        sent = sent or gateway.refund(key=refund.key, intent_id=refund.payment.intent_id, amount=refund.amount)
    except gateway.GatewayRefused as refusal:
        log.error("refund refused", extra={"refund": refund.pk, "code": refusal.code})
        fail(refund, why=str(refusal), now=now)
    else:
        note(refund, sent, now=now)


def note(refund: Refund, sent: gateway.Returned, *, now: dt.datetime) -> None:
    """Bring a refund into step with what Stripe says of it; twice is harmless."""
    if sent.status == "succeeded":
        finish(refund, sent, now=now)
    elif sent.status in ("failed", "canceled"):
        fail(refund, why=sent.failure or sent.status, now=now)
    else:
        Refund.objects.filter(pk=refund.pk, state__in=[Refund.DUE, Refund.REQUESTED]).update(
            state=Refund.REQUESTED, stripe_id=sent.id, try_after=clock.real_now() + LOOK_AGAIN, failure=""
        )


def fail(refund: Refund, *, why: str, now: dt.datetime) -> None:
    """The money did not go back: the team is told, and may try again."""
    with transaction.atomic():
        Payment.objects.select_for_update().get(pk=refund.payment_id)
        refund.refresh_from_db(fields=["state"])
        if refund.state == Refund.FAILED:
            return
        came_back = refund.state == Refund.DONE
        states.move(refund, Refund.FAILED, failure=why[:300], try_after=None, done_at=None)
        letters.refund_failed(refund)
        if not came_back:
            _tell_buyer(refund)


def finish(refund: Refund, sent: gateway.Returned, *, now: dt.datetime) -> None:
    with transaction.atomic():
        Payment.objects.select_for_update().get(pk=refund.payment_id)
        refund.refresh_from_db(fields=["state", "stripe_id"])
        if refund.state == Refund.DONE:
            return
        states.move(refund, Refund.DONE, stripe_id=sent.id, done_at=now, try_after=None, failure="")
        receipts.credit(refund, now=now)
        _tell_buyer(refund)


def _tell_buyer(refund: Refund) -> None:
    """One mail for what was owed in one go for the same sign-up, with the last of it. Under the payment's row lock."""
    together = Refund.objects.filter(payment=refund.payment_id, created_at=refund.created_at)
    if refund.ticket:
        together = together.filter(ticket__sign_up=refund.ticket.sign_up_id)
    if together.filter(state__in=[Refund.DUE, Refund.REQUESTED]).exists():
        return
    done = list(together.filter(state=Refund.DONE).select_related("credit_note", "ticket", "payment").order_by("pk"))
    if done:
        letters.refunded(done)


def _claim(refund: Refund) -> bool:
    """Count a try and keep other sweeps off; each next one waits twice as long."""
    real_now = clock.real_now()
    pause = min(dt.timedelta(minutes=2 ** min(refund.attempts, 10)), LONGEST_PAUSE)
    claimed = Refund.objects.filter(pk=refund.pk, state=Refund.DUE, attempts=refund.attempts).update(
        attempts=refund.attempts + 1, try_after=real_now + pause
    )
    refund.attempts += 1
    return bool(claimed)


def _find_sent(refund: Refund) -> gateway.Returned | None:
    listed = gateway.list_refunds(refund.payment.intent_id)
    return next((one for one in listed if one.key == refund.key and one.status != "failed"), None)
