"""Whether a series records who comes, and who says that it missed them: they came before we counted.

How often people came is attendees.domain.appearances.
"""

import datetime as dt

from django.db.models import Exists, QuerySet

from attendees.models import PastAttendance, Ticket
from events.models import Series
from foundation.lib import compiled


def is_recorded(series: Series, *, before: dt.datetime) -> bool:
    """Whether the series knows anybody's attendance before this moment; one query."""
    return RECORDED.first(series.pk, before) is not None


def _recorded(series: int, before: dt.datetime) -> QuerySet[Series, tuple[int]]:
    checked_in = Ticket.objects.checked_in().filter(event__series=series, event__starts_at__lt=before)
    noted = PastAttendance.objects.filter(series=series)
    return Series.objects.filter(Exists(checked_in) | Exists(noted), pk=series).order_by().values_list("pk")


RECORDED = compiled.Query(_recorded)


def say_been_before(ticket: Ticket, *, now: dt.datetime) -> None:
    """The ticket's person corrects us with one tap; twice is harmless."""
    Ticket.objects.filter(pk=ticket.pk, been_before_at__isnull=True).update(been_before_at=now)
    if ticket.holder_id:
        said = PastAttendance(
            profile_id=ticket.holder_id, series_id=ticket.event.series_id, source=PastAttendance.SAID, noted_at=now
        )
        PastAttendance.objects.bulk_create([said], ignore_conflicts=True)
