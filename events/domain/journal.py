"""The audit trail, from the first day."""

from collections.abc import Collection

from events.models import Event, JournalEntry, Series
from foundation.lib import clock, names


def note(subject: Event | Series, *, by: str, sentence: str) -> None:
    """Write down that `by` did what `sentence` says, about an event or a series. No e-mail addresses in it."""
    event = subject if isinstance(subject, Event) else None
    JournalEntry.objects.create(
        series_id=event.series_id if event else subject.pk,
        event=event,
        at=clock.now(),
        by=by[:120],
        sentence=sentence[:400],
    )


def forget(called: Collection[str], *, series_ids: Collection[int]) -> int:
    """Write "somebody" for these names in what was noted about these series; returns how many entries."""
    mentioned = []
    for entry in JournalEntry.objects.filter(series__in=series_ids).iterator():
        without = names.forgotten(entry.sentence, called)
        if without != entry.sentence:
            entry.sentence = without
            mentioned.append(entry)
    JournalEntry.objects.bulk_update(mentioned, ["sentence"], batch_size=200)
    return len(mentioned)
