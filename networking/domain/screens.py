"""The addresses of the room's screen and of the tables' phones: whoever has one needs no sign-in."""

import datetime as dt

from django.db import transaction

from events.domain import journal
from events.models import Event
from networking.models import RunSheet


def open_for(event: Event, *, by: str, now: dt.datetime) -> RunSheet:
    """The evening's run-sheet with its codes, made if there is none. Twice is harmless."""
    sheet, is_new = RunSheet.objects.get_or_create(event=event, defaults={"changed_at": now})
    if is_new:
        journal.note(event, by=by, sentence="Made the addresses of the room’s screen and the tables’ phones.")
    return sheet


def renew(sheet: RunSheet, *, issue: int, by: str, now: dt.datetime) -> None:
    """New codes instead of those of `issue`: whoever has the old ones sees nothing more. Twice renews once."""
    with transaction.atomic():
        locked = RunSheet.objects.select_for_update().get(pk=sheet.pk)
        if locked.issue != issue:
            return
        locked.issue, locked.changed_at = issue + 1, now
        locked.save(update_fields=["issue", "changed_at", "wall_hash", "table_hash"])
        journal.note(locked.event, by=by, sentence="Made new addresses for the room’s screen and the tables’ phones.")
