from celery import shared_task

from events.domain import recurrence, vouchers
from events.models import Series
from foundation.lib import clock
from foundation.sweeps.domain.leases import leased, sweep


@shared_task
def end_vouchers() -> None:
    """Codes whose time has passed end, and what they had set aside is free."""
    sweep("end-vouchers", vouchers.end_due)


@shared_task
def keep_dates_alive() -> None:
    """Every series with a rhythm keeps its next three dates."""
    with leased("keep-dates-alive") as mine:
        if mine:
            for series in Series.objects.filter(repeats_week__isnull=False).select_related("venue"):
                recurrence.keep_alive(series, now=clock.now())
