"""Where hosts and doors write about people in words of their own, and may name somebody in a note about another.

What hosts publish or send (an evening's texts, a mail to all) is theirs and not searched.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from attendees.models import DoorAct, NotWelcome, PersonNote, Ticket, WaitingListEntry
from foundation.lib import names


def forget(called: Collection[str], *, series_ids: Collection[int]) -> int:
    """Write "somebody" for these names in notes about others of these series; returns how many.

    Whole names only: one word may be anybody's.
    """
    whole = [name for name in called if len(name.split()) > 1]
    return sum(_forget(rows, field, whole) for rows, field in _notes(series_ids)) if whole else 0


def _notes(series_ids: Collection[int]) -> Iterator[tuple[QuerySet[Any], str]]:
    yield PersonNote.objects.filter(series__in=series_ids), "words"
    yield NotWelcome.objects.filter(series__in=series_ids), "reason"
    yield Ticket.objects.filter(event__series__in=series_ids), "door_note"
    yield WaitingListEntry.objects.filter(event__series__in=series_ids), "note"
    yield DoorAct.objects.filter(event__series__in=series_ids), "why"


def _forget(rows: QuerySet[Any], field: str, called: Collection[str]) -> int:
    changed = 0
    for pk, words in rows.exclude(**{field: ""}).order_by().values_list("pk", field).iterator():
        without = names.forgotten(words, called)
        if without != words:
            changed += rows.model.objects.filter(pk=pk).update(**{field: without})
    return changed
