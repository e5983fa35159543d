"""What runs by itself for people meeting. Each sweep is leased, and safe to run twice or to be killed."""

import logging
from collections.abc import Callable
from datetime import datetime

from celery import shared_task

from foundation.lib import clock
from foundation.sweeps.domain.leases import leased
from networking.domain import (
    asks,
    day_five,
    erasing,
    following,
    look_outs,
    look_outs_told,
    merging,
    morning_after,
    retention,
    seats,
)

log = logging.getLogger(__name__)


@shared_task
def sweep_questions() -> None:
    """Questions and look-outs follow their places; first-timers find who looks out for them; old questions close."""
    _sweep("places-moved", following.carry_out)
    _sweep("look-outs", look_outs.pair_up)
    _sweep("old-questions", asks.close_old)


@shared_task
def sweep_reminders() -> None:
    """What attendees remind of, with who looks out for whom."""
    _sweep("reminders", look_outs_told.write_reminders)


@shared_task
def sweep_morning_after() -> None:
    """One mail to everybody who came."""
    _sweep("mornings-after", morning_after.write_due)


@shared_task
def sweep_day_five() -> None:
    """One mail about what is still open, or none."""
    _sweep("day-five", day_five.write_due)


@shared_task
def sweep_erasures() -> None:
    """Who asked to be erased leaves nothing of theirs here."""
    _sweep("networking-erasures", erasing.carry_out)


@shared_task
def sweep_merges() -> None:
    """Two entries of one person become one."""
    _sweep("networking-merges", merging.carry_out)


@shared_task
def sweep_late_comers() -> None:
    """Who came while a round is on finds a table without anybody's tap."""
    _sweep("late-comers", seats.take_in_everywhere)


@shared_task
def sweep_retention() -> None:
    """Forget on time."""
    _sweep("old-asks", retention.delete_asks)
    _sweep("old-wishes", retention.delete_wishes)
    _sweep("who-met-whom", retention.forget_old)


def _sweep(name: str, work: Callable[[datetime], int]) -> None:
    with leased(name) as mine:
        done = work(clock.now()) if mine else 0
    if done:
        log.info("sweep did something", extra={"sweep": name, "count": done})
