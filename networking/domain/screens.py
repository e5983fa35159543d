"""The addresses of the room's screen and of the tables' phones: whoever has one needs no sign-in."""

import datetime as dt

from django.db import transaction

from events.domain import journal
from events.models import Event
from networking.domain import run_sheets


def renew(event: Event, *, issue: int, by: str, now: dt.datetime) -> None:
    """New codes instead of those of `issue`: whoever has the old ones sees nothing more. Twice renews once."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        if sheet.issue != issue:
            return
        hashes = {"wall_hash": "", "table_hash": ""}  # worked out anew as they are saved
        run_sheets.touch(sheet, now=now, issue=issue + 1, **hashes)
        journal.note(event, by=by, sentence="made new addresses for the room’s screen and the tables’ phones")
