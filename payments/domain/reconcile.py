"""Asking Stripe without being told, so that a lost webhook costs minutes and nothing else. Real time throughout."""

import datetime as dt
import logging
import time
from collections.abc import Callable

from django.db.models import F, Q

from foundation.lib import clock
from foundation.sweeps.domain import leases
from payments import gateway
from payments.domain import checkout, inbox, settlement
from payments.models import Payment, PaymentQuerySet

log = logging.getLogger(__name__)
FRESH = dt.timedelta(minutes=1)
PAUSE = dt.timedelta(minutes=4)
LATE_PAUSE = dt.timedelta(minutes=30)
LATE_FOR = dt.timedelta(hours=3)
OVERLAP = dt.timedelta(minutes=10)
FIRST_TIME = dt.timedelta(days=1)
STRIPE_REMEMBERS = dt.timedelta(days=29)
BUDGET = 40.0  # seconds for one round, less than its lease


def ask(*, now: dt.datetime) -> int:
    """Ask how each open payment stands that is over a minute old, and each lately expired one; returns how many.

    Longest unasked first, each about every five minutes, as many as the round has time for. Stripe down ends it.
    """
    end = time.monotonic() + BUDGET
    _let_go_unstarted(now=now)
    asked = 0
    for payment in _unsure():
        if time.monotonic() > end:
            log.warning("too many open payments for one round")
            break
        if not _carefully(settlement.settle, payment.pk, now=now):
            break
        asked += 1
    return asked


def close_abandoned(*, now: dt.datetime) -> None:
    """Close the payment pages of those who no longer hold anything: replaced by a newer hold, or cancelled."""
    for payment in Payment.objects.open().abandoned().select_related("sign_up"):
        if not _carefully(settlement.close, payment, now=now):
            break


def close_older(payment: Payment, *, now: dt.datetime) -> None:
    """Close the pages of older, replaced holds of the same address for the same evening, before a newer one opens."""
    newer = payment.sign_up
    older = Payment.objects.open().abandoned().filter(sign_up__event=newer.event_id, sign_up__email=newer.email)
    for replaced in older.exclude(sign_up=newer).select_related("sign_up"):
        settlement.close(replaced, now=now)


def fetch_missed(*, sweep: str) -> int:
    """Put what happened at Stripe since the `sweep` last ended well into the inbox, webhook or not; returns how many.

    After a restored backup that reaches back to the backup. Raises GatewayDown.
    """
    real_now = clock.real_now()
    last = leases.last_done(sweep)
    since = max(last - OVERLAP if last else real_now - FIRST_TIME, real_now - STRIPE_REMEMBERS)
    return sum(inbox.receive(one) for one in gateway.list_events(since=since, types=list(inbox.HANDLERS)))


def learn_fees() -> None:
    """Ask once more for what Stripe kept of payments whose fee was not yet booked when they were settled."""
    real_now = clock.real_now()
    open_ended = Payment.objects.succeeded().filter(fee_amount=None, asked_at__lte=real_now - PAUSE)
    for payment in open_ended.filter(created_at__gt=real_now - STRIPE_REMEMBERS).order_by("asked_at")[:20]:
        Payment.objects.filter(pk=payment.pk).update(asked_at=real_now)
        session = gateway.retrieve_session(payment.session_id)
        Payment.objects.filter(pk=payment.pk).update(fee_amount=session.fee)


def _unsure() -> PaymentQuerySet:
    real_now = clock.real_now()
    started = Payment.objects.exclude(session_id="")
    unasked = Q(asked_at=None) | Q(asked_at__lte=real_now - PAUSE)
    still_open = unasked & Q(state=Payment.OPEN, created_at__lte=real_now - FRESH)
    lately_expired = Q(state=Payment.EXPIRED, expires_at__gt=real_now - LATE_FOR, asked_at__lte=real_now - LATE_PAUSE)
    return started.filter(still_open | lately_expired).order_by(F("asked_at").asc(nulls_first=True), "pk")


def _let_go_unstarted(*, now: dt.datetime) -> None:
    """Those that never reached Stripe, because we died before: nobody can pay them."""
    for payment in Payment.objects.open().filter(session_id="", expires_at__lte=clock.real_now()):
        checkout.give_up(payment, now=now)


def _carefully(act: Callable[..., object], subject: object, *, now: dt.datetime) -> bool:
    """Do it; False when Stripe is down. One that fails holds up nobody."""
    try:
        act(subject, now=now)
    except gateway.GatewayDown:
        log.warning("stripe is down")
        return False
    except Exception:
        log.exception("a payment could not be reconciled")
    return True
