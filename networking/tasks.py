"""What runs by itself for people meeting. Each sweep is leased, and safe to run twice or to be killed."""

from celery import shared_task

from foundation.sweeps.domain.leases import sweep
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


@shared_task
def sweep_questions() -> None:
    """Questions and look-outs follow their places; first-timers find who looks out for them; old questions close."""
    sweep("places-moved", following.carry_out)
    sweep("look-outs", look_outs.pair_up)
    sweep("old-questions", asks.close_old)


@shared_task
def sweep_reminders() -> None:
    """What attendees remind of, with who looks out for whom."""
    sweep("reminders", look_outs_told.write_reminders)


@shared_task
def sweep_morning_after() -> None:
    """One mail to everybody who came."""
    sweep("mornings-after", morning_after.write_due)


@shared_task
def sweep_day_five() -> None:
    """One mail about what is still open, or none."""
    sweep("day-five", day_five.write_due)


@shared_task
def sweep_erasures() -> None:
    """Who asked to be erased leaves nothing of theirs here."""
    sweep("networking-erasures", erasing.carry_out)


@shared_task
def sweep_merges() -> None:
    """Two entries of one person become one."""
    sweep("networking-merges", merging.carry_out)


@shared_task
def sweep_late_comers() -> None:
    """Who came while a round is on finds a table without anybody's tap."""
    sweep("late-comers", seats.take_in_everywhere)


@shared_task
def sweep_retention() -> None:
    """Forget on time."""
    sweep("old-asks", retention.delete_asks)
    sweep("old-wishes", retention.delete_wishes)
    sweep("who-met-whom", retention.forget_old)
