"""The audit trail, from the first day."""

from events.models import Event, JournalEntry, Series
from foundation.lib import clock


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
