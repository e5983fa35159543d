"""Mix: tables for all rounds not yet begun, made anew. Planning takes its time, so it holds no lock; writing does."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from events.domain import journal
from events.models import Event
from networking.domain import parting, plan_input, planning, run_sheets
from networking.domain.planning import Impossible, Planned
from networking.domain.refused import NetworkingRefused
from networking.models import Group, Round, RunSheet, Seat

ALL_BEGUN = "All rounds have begun. Plan for one more first."
TOO_FEW = "Two people must be checked in before there is anybody to mix."
OVERTAKEN = "Somebody else changed the evening at that moment. Look, and mix again if it still needs it."


def mix(
    event: Event, *, seen: int, by: str, now: dt.datetime, minds_wishes: bool = True
) -> Planned | Impossible | None:
    """Plan the rounds to come and save them; None when somebody mixed already since `seen` plans (the sheet's mixes).

    An Impossible saves nothing. Raises NetworkingRefused when there is nothing or nobody to plan, or when a round began
    while this planned.
    """
    sheet = run_sheets.opened(event, now=now)
    if sheet.mixes != seen:
        return None
    begun = _begun(event)
    numbers = range(begun + 1, sheet.rounds + 1)
    if not numbers:
        raise NetworkingRefused(ALL_BEGUN)
    evening = plan_input.read(event, now=now)
    if len(evening.guests) < 2:
        raise NetworkingRefused(TOO_FEW)
    planned = planning.plan(
        evening, group_size=sheet.group_size, rounds=len(numbers), seed=seen + 1, minds_wishes=minds_wishes
    )
    if isinstance(planned, Impossible):
        return planned
    return _save(event, planned, numbers, seen=seen, begun=begun, by=by, now=now)


def _save(
    event: Event, planned: Planned, numbers: range, *, seen: int, begun: int, by: str, now: dt.datetime
) -> Planned | None:
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        if sheet.mixes != seen:
            return None
        if _begun(event) != begun:
            raise NetworkingRefused(OVERTAKEN)
        Round.objects.filter(event=event, state=Round.DRAFT).exclude(number__in=numbers).delete()
        for number, tables in zip(numbers, planned.rounds, strict=True):
            _write(sheet, number, tables)
        run_sheets.touch(sheet, now=now, mixes=seen + 1)
        count = len(planned.rounds[0])
        journal.note(event, by=by, sentence=f"mixed the room: {count} tables, {len(numbers)} rounds to come")
        parting.part(event, now=now)  # who said so while this planned
    return planned


def _write(sheet: RunSheet, number: int, tables: Mapping[int, tuple[int, ...]]) -> None:
    """One draft, its sentence kept if it had one."""
    wish = {"minutes": sheet.minutes}
    found, _ = Round.objects.update_or_create(event_id=sheet.event_id, number=number, defaults=wish)
    found.groups.all().delete()
    groups = Group.objects.bulk_create(Group(round=found, table=table) for table in tables)
    Seat.objects.bulk_create(
        Seat(group=group, round=found, ticket_id=ticket) for group in groups for ticket in tables[group.table]
    )


def _begun(event: Event) -> int:
    """How many rounds have begun: the highest number of those that are live or closed."""
    begun = Round.objects.filter(event=event).exclude(state=Round.DRAFT).order_by("-number")
    return begun.values_list("number", flat=True).first() or 0
