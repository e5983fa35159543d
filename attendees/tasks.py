"""What runs by itself for people and their places. Each sweep is leased, and safe to run twice or to be killed."""

from celery import shared_task

from attendees.domain import (
    broadcasts,
    cancelled_events,
    changed_events,
    erasing,
    follow_up,
    host_mails,
    imports,
    lost_tickets,
    merging,
    retention,
    tally,
    tickets,
    transfers,
    waiting_sweep,
)
from foundation.sweeps.domain.leases import sweep


@shared_task
def sweep_cancelled_events() -> None:
    """Cancelled evenings: places go, money is wanted back, everybody is told."""
    sweep("cancelled-events", cancelled_events.settle)


@shared_task
def sweep_changed_events() -> None:
    """Changed evenings: diaries are brought up to date, real changes ask keep-or-refund."""
    sweep("changed-events", changed_events.tell)


@shared_task
def sweep_follow_ups() -> None:
    """To those who booked and did not come; who came hears from further up."""
    sweep("follow-ups", follow_up.write_missed)


@shared_task
def sweep_broadcasts() -> None:
    """What hosts write to people."""
    sweep("broadcasts", broadcasts.write_due)


@shared_task
def sweep_imports() -> None:
    """Long lists from elsewhere; looked for often, because somebody waits."""
    if imports.are_waiting():
        sweep(imports.SWEEP, imports.work_due)


@shared_task
def sweep_host_mails() -> None:
    """The morning mail to the team, and what did not arrive."""
    sweep("host-mornings", host_mails.write_morning)
    sweep("host-alerts", host_mails.write_alerts)


@shared_task
def sweep_lapsed_holds() -> None:
    """Places kept and never paid are free again, whether or not anybody asks."""
    sweep("lapsed-holds", tickets.expire_all_lapsed)


@shared_task
def count_places() -> None:
    """An alarm when an evening's count and its tickets disagree."""
    sweep("count-places", tally.check)


@shared_task
def sweep_waiting_lists() -> None:
    """Room that a host made is offered; lists of evenings that began or are off are closed."""
    sweep("waiting-lists", waiting_sweep.settle)


@shared_task
def sweep_lost_tickets() -> None:
    """Tickets that somebody asked for again."""
    sweep("lost-tickets", lost_tickets.send_asked)


@shared_task
def sweep_erasures() -> None:
    """Everybody who asked to be erased."""
    sweep("erasures", erasing.carry_out)


@shared_task
def sweep_merges() -> None:
    """Entries that a host said are one person."""
    sweep("merges", merging.carry_out)


@shared_task
def sweep_retention() -> None:
    """What is no longer needed a week, 30 days, 90 days or 24 months after the evening."""
    sweep("access-needs", retention.delete_access_needs)
    sweep("door-notes", retention.delete_door_notes)
    sweep("old-waiting-lists", retention.delete_waiting_lists)
    sweep("erased", erasing.forget_list)
    sweep("forget-old", retention.forget_old)
    sweep("place-offers", transfers.forget_old)
