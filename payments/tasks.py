"""What runs by itself for money: each minute, leased, idempotent. Stripe down ends a round; the next one goes on."""

import logging

from celery import shared_task

from foundation.lib import clock
from foundation.sweeps.domain.leases import leased
from payments import gateway
from payments.domain import erasing, inbox, owed, reconcile, refunds, returns

log = logging.getLogger(__name__)


@shared_task
def process_inbox() -> None:
    """Work on Stripe's messages; also nudged by each webhook."""
    with leased("stripe-inbox") as mine:
        if mine:
            inbox.process(now=clock.now())


@shared_task
def ask_stripe() -> None:
    """Bring every open payment into step, webhook or not."""
    with leased("ask-stripe") as mine:
        if mine:
            reconcile.close_abandoned(now=clock.now())
            reconcile.ask(now=clock.now())


@shared_task
def fetch_missed() -> None:
    """Fetch Stripe's list of events since this sweep last ended well."""
    try:
        with leased("fetch-missed") as mine:
            if mine:
                reconcile.fetch_missed(sweep="fetch-missed")
                reconcile.learn_fees()
    except gateway.GatewayDown:
        log.warning("stripe is down, its list of events waits")


@shared_task
def send_refunds() -> None:
    """Owe what cancelled places cost, send what is owed, and see what became of what was sent."""
    with leased("refunds") as mine:
        if mine:
            owed.sweep(now=clock.now())
            refunds.send_due(now=clock.now())
            returns.follow_up(now=clock.now())


@shared_task
def forget_stripe_events() -> None:
    """Delete Stripe's messages after 90 days."""
    with leased("forget-stripe-events") as mine:
        if mine:
            inbox.forget_old()


@shared_task
def sweep_erasures() -> None:
    """Stripe's messages and notes about people who asked to be erased."""
    with leased("payments-erasures") as mine:
        if mine:
            erasing.empty_messages(clock.now())
            erasing.forget_notes(clock.now())
