"""How often somebody has come to a series, from check-ins and from evenings noted before we counted."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from attendees.models import PastAttendance, Profile, Ticket
from events.models import Series
from foundation.lib import compiled


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in a series before an evening: `came` that often, `said` so without dates.

    `recorded` is whether the series knows anybody's attendance at all; without it nobody is called a first-timer.
    """

    came: int
    said: bool
    recorded: bool

    @property
    def is_first_timer(self) -> bool:
        return self.recorded and not self.came and not self.said

    @property
    def nth(self) -> int | None:
        """Which evening the coming one will be; None for somebody who came before we counted and gave no dates."""
        return self.came + 1 if self.came or not self.said else None


def standing(profile: Profile, series: Series, *, before: dt.datetime) -> Standing:
    """Worked out in two queries; an evening both checked in and imported counts once."""
    checked_in = Ticket.objects.checked_in().filter(event__series=series, event__starts_at__lt=before)
    noted = PastAttendance.objects.filter(series=series)
    mine = checked_in.filter(holder=profile).order_by()
    days = mine.values_list("event__starts_at__date")
    dated = noted.filter(profile=profile, date__isnull=False, date__lt=before.date()).values_list("date")
    found = Profile.objects.filter(pk=profile.pk).values_list(
        Exists(noted.filter(profile=OuterRef("pk"), date__isnull=True)), Exists(checked_in), Exists(noted)
    )
    came = set(days.union(dated))
    said, any_checked_in, any_noted = found.get()
    return Standing(came=len(came), said=said, recorded=any_checked_in or any_noted)


def count(profile: Profile, series: Series, *, before: dt.datetime) -> int:
    """The evenings of the series that somebody came to before this moment."""
    return standing(profile, series, before=before).came


def nth(profile: Profile, series: Series, *, before: dt.datetime) -> int | None:
    """1 for the first evening, 2 for the second …"""
    return standing(profile, series, before=before).nth


def is_first_timer(profile: Profile, series: Series, *, before: dt.datetime) -> bool:
    """Whether nothing shows them at an earlier evening of a series that records attendance."""
    return standing(profile, series, before=before).is_first_timer


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
