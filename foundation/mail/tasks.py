from celery import shared_task

from foundation.lib import clock
from foundation.mail.domain import delivery, queue, retention
from foundation.sweeps.domain.leases import sweep


@shared_task
def send_due() -> None:
    """Not leased: several senders share the queue, row by row."""
    delivery.send_due(clock.now())


@shared_task
def withdraw_stale_mails() -> None:
    """One UPDATE; nobody sends these meanwhile, so it is not leased either."""
    queue.withdraw_stale(clock.now())


@shared_task
def empty_old_mails() -> None:
    sweep("empty-old-mails", retention.empty_old)
