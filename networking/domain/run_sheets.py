"""The run-sheet of an evening: its plan and where it is now. The only module that writes a RunSheet.

Everything that phones, tables and the room's screen show is changed under its lock and ends with `touch`.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from events.domain import journal
from events.models import Event
from networking.models import RoomTable, RunSheet

A_LITTLE = dt.timedelta(microseconds=1)
ORDER = [step for step, _ in RunSheet.STEPS]
LABELS = dict(RunSheet.STEPS)


def of(event: Event) -> RunSheet:
    """The evening's run-sheet, or an unsaved one with what is usual. One query."""
    return RunSheet.objects.filter(event=event).select_related("activity").first() or RunSheet(
        event=event, changed_at=event.changed_at
    )


def opened(event: Event, *, now: dt.datetime) -> RunSheet:
    """The evening's run-sheet, made if there was none yet: its codes are valid from now on."""
    return RunSheet.objects.get_or_create(event=event, defaults={"changed_at": now})[0]


def locked(event: Event, *, now: dt.datetime) -> RunSheet:
    """The run-sheet in a transaction, in which nobody else moves the evening."""
    opened(event, now=now)
    return RunSheet.objects.select_for_update().get(event=event)


def touch(sheet: RunSheet, *, now: dt.datetime, **fields: Any) -> None:
    """Save these fields of a locked run-sheet; whoever looks at the evening sees that something is new."""
    fields["changed_at"] = max(now, sheet.changed_at + A_LITTLE)
    for name, value in fields.items():
        setattr(sheet, name, value)
    sheet.save(update_fields=list(fields))


def change(event: Event, *, wish: Mapping[str, Any], by: str, now: dt.datetime) -> RunSheet:
    """Another `group_size`, number of `rounds`, `minutes` or `activity`; plans already made stay until the next Mix."""
    with transaction.atomic():
        sheet = locked(event, now=now)
        new = {name: value for name, value in wish.items() if getattr(sheet, name) != value}
        if new:
            touch(sheet, now=now, **new)
            plan = f"groups of about {sheet.group_size}, {sheet.rounds} rounds of {sheet.minutes} minutes"
            journal.note(event, by=by, sentence=f"planned the room: {plan}")
    return sheet


def go_to(event: Event, step: str, *, by: str, now: dt.datetime) -> RunSheet:
    """Let the evening be at this step, forward or back; at the same one it stays as it is."""
    with transaction.atomic():
        sheet = locked(event, now=now)
        if sheet.step != step:
            touch(sheet, now=now, step=step, step_at=now)
            journal.note(event, by=by, sentence=f"went on to “{LABELS[step]}” in the run-sheet")
    return sheet


def place_tables(event: Event, where: Mapping[int, str], *, now: dt.datetime) -> None:
    """Say where tables stand ("by the window"); an empty word takes it away."""
    with transaction.atomic():
        sheet = locked(event, now=now)
        for number, words in where.items():
            RoomTable.objects.update_or_create(event=event, number=number, defaults={"where": words})
        touch(sheet, now=now)


def beside(step: str) -> tuple[str, str]:
    """The steps before and after this one; "" at either end."""
    at = ORDER.index(step)
    return ORDER[at - 1] if at else "", ORDER[at + 1] if at + 1 < len(ORDER) else ""
