"""An evening in the middle of its rounds, for the pages that say where people go."""

import datetime as dt

from foundation.lib import clock
from networking.models import Group, Round, RunSheet, Seat
from tests.support.factories import ProfileFactory, SignUpFactory

MINUTES = 12


def run_sheet(event, *, step=RunSheet.ROUNDS, rounds=3):
    """The evening's run-sheet, changed just now: later than before even where the clock stands still."""
    sheet, is_new = RunSheet.objects.get_or_create(event=event, defaults={"changed_at": clock.now()})
    sheet.changed_at = max(clock.now(), sheet.changed_at + dt.timedelta(microseconds=0 if is_new else 1))
    sheet.step, sheet.rounds = step, rounds
    sheet.save()
    return sheet


def here(event, *called):
    """Checked-in tickets of people with these names."""
    tickets = [SignUpFactory(event=event, buyer=ProfileFactory(name=name)).tickets.get() for name in called]
    for ticket in tickets:
        ticket.checked_in_at, ticket.checked_in_by = clock.now(), "Dora"
        ticket.save()
    return tickets


def plan(event, *tables, number=1, state=Round.DRAFT, opener="", **fields):
    """A round with these tables of tickets; a live one begins now and takes twelve minutes. The run-sheet knows."""
    begins = {"starts_at": clock.now(), "ends_at": clock.now() + dt.timedelta(minutes=MINUTES)}
    times = {} if state == Round.DRAFT else begins
    wanted = {"minutes": MINUTES, "opener": opener, **times, **fields}
    planned = Round.objects.create(event=event, number=number, state=state, **wanted)
    for table, tickets in enumerate(tables, start=1):
        group = Group.objects.create(round=planned, table=table)
        Seat.objects.bulk_create(Seat(group=group, round=planned, ticket=ticket) for ticket in tickets)
    run_sheet(event)
    return planned


def close(played):
    Round.objects.filter(pk=played.pk).update(state=Round.CLOSED, paused_at=None, ends_at=clock.now())
    run_sheet(played.event)
