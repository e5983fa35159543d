"""The run-sheet of an evening: its plan and where it is now. The only module that writes a RunSheet.

Everything that phones, tables and the room's screen show is changed under its lock and ends with `touch`.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from events.domain import journal, publishing
from events.models import Event
from foundation.lib import dates
from networking.models import Activity, RoomTable, RunSheet

A_LITTLE = dt.timedelta(microseconds=1)
MINUTE = dt.timedelta(minutes=1)
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
    """Another `group_size`, number of `rounds`, `minutes` or `activity_minutes`.

    Plans already made stay until the next Mix; an activity that is on ends so much later or earlier.
    """
    with transaction.atomic():
        sheet = locked(event, now=now)
        new = {name: value for name, value in wish.items() if getattr(sheet, name) != value}
        if new:
            touch(sheet, now=now, **new)
            _set_end(sheet, now=now)
            plan = f"groups of about {sheet.group_size}, {sheet.rounds} rounds of {sheet.minutes} minutes"
            journal.note(event, by=by, sentence=f"planned the room: {plan}")
    return sheet


def go_to(event: Event, step: str, *, by: str, now: dt.datetime) -> RunSheet:
    """Let the evening be at this step, forward or back; at the same one it stays as it is."""
    with transaction.atomic():
        sheet = locked(event, now=now)
        if sheet.step != step:
            be_at(event, sheet, step, since=now, now=now)
            journal.note(event, by=by, sentence=f"went on to “{LABELS[step]}” in the run-sheet")
    return sheet


def be_at(event: Event, sheet: RunSheet, step: str, *, since: dt.datetime | None, now: dt.datetime) -> None:
    """Let a locked run-sheet be at this step. From the close on who came takes a place at the next date."""
    if RunSheet.CLOSE in (sheet.step, step):
        publishing.set_closing(event, since=now if step == RunSheet.CLOSE else None)
    touch(sheet, now=now, step=step, step_at=since, step_ends_at=None)
    _set_end(sheet, now=now)


def take_activity(sheet: RunSheet, activity: Activity | None, *, now: dt.datetime) -> None:
    """Let a locked run-sheet have this activity, or none, and its usual minutes."""
    minutes = activity.minutes if activity else sheet.activity_minutes
    touch(sheet, now=now, activity=activity, activity_minutes=minutes, step_ends_at=None)
    _set_end(sheet, now=now)


def lengthen(event: Event, *, minutes: int, seen: dt.datetime, by: str, now: dt.datetime) -> None:
    """Let the activity that is on end `minutes` later; when its end is not the one that was `seen` any more, nothing.

    A phone that went on to it by itself may be a minute beside us.
    """
    with transaction.atomic():
        sheet = locked(event, now=now)
        if sheet.step_ends_at is None or abs(sheet.step_ends_at - seen) > MINUTE:
            return
        later = sheet.step_ends_at + minutes * MINUTE
        touch(sheet, now=now, step_ends_at=later)
        sentence = f"gave the activity {minutes} minutes more, until {dates.clock(later, event.zone)}"
        journal.note(event, by=by, sentence=sentence)


def place_tables(event: Event, where: Mapping[int, str], *, now: dt.datetime) -> None:
    """Say where tables stand ("by the window"); an empty word takes it away."""
    with transaction.atomic():
        sheet = locked(event, now=now)
        for number, words in where.items():
            RoomTable.objects.update_or_create(event=event, number=number, defaults={"where": words})
        touch(sheet, now=now)


def _set_end(sheet: RunSheet, *, now: dt.datetime) -> None:
    """Say until when a locked run-sheet's activity is, by its minutes, if it is on."""
    if sheet.step == RunSheet.ACTIVITY and sheet.activity_id and sheet.step_at:
        ends_at = dates.on_the_minute(sheet.step_at + sheet.activity_minutes * MINUTE)
        touch(sheet, now=now, step_ends_at=ends_at)


def beside(step: str) -> tuple[str, str]:
    """The steps before and after this one; "" at either end."""
    at = ORDER.index(step)
    return ORDER[at - 1] if at else "", ORDER[at + 1] if at + 1 < len(ORDER) else ""
