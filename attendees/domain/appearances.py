"""How often people have come to a series before an evening, from check-ins and from dates noted before we counted."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from attendees.models import PastAttendance, Profile, Ticket, TicketQuerySet
from events.models import Event, Series
from foundation.lib import compiled


@dataclass(frozen=True)
class Appearances:
    """`days` on which people came, by profile; `said`: they came before we counted and gave no dates.

    `recorded` is whether the series knows anybody's attendance; without it nobody is called a first-timer.
    """

    days: Mapping[int, frozenset[dt.date]]
    said: frozenset[int]
    recorded: bool

    def nth(self, profile_id: int | None) -> int | None:
        """Which evening this one is for them; None when we cannot know."""
        if profile_id is None or not self.recorded:
            return None
        came = len(self.days.get(profile_id, ()))
        return came + 1 if came or profile_id not in self.said else None

    def is_first_timer(self, profile_id: int | None) -> bool:
        return self.nth(profile_id) == 1


class Evening(NamedTuple):
    """Before which people may have come: of this series, before this moment and this local day."""

    series: int
    starts_at: dt.datetime
    date: dt.date

    @classmethod
    def of(cls, event: Event) -> "Evening":
        return cls(event.series_id, event.starts_at, event.starts_local.date())


def of(profile_ids: Collection[int], *, event: Event) -> Appearances:
    """What these people did before `event`, in its series; three queries, whatever their number."""
    evening = Evening.of(event)
    came, noted = _came_before(evening), _noted(evening)
    days, said = _days(profile_ids, came, _noted_before(evening), zone=event.zone)
    recorded = Series.objects.filter(pk=event.series_id).values_list(Exists(came), Exists(noted)).get()
    return Appearances(days, said, any(recorded))


def at_series(profile_ids: Collection[int], series: Series) -> Appearances:
    """All that these people ever came to; two queries, whatever their number."""
    came = Ticket.objects.checked_in().filter(event__series=series)
    days, said = _days(profile_ids, came, PastAttendance.objects.filter(series=series), zone=series.zone)
    return Appearances(days, said, recorded=True)


def first_timers(event: Event) -> TicketQuerySet:
    """The valid tickets of people whom nothing shows at an earlier evening of the series."""
    known = Ticket.objects.for_event(event.pk).valid().filter(holder__isnull=False, been_before_at__isnull=True)
    return known.filter(_is_new(Evening.of(event), "holder"))


def newcomers(profile_ids: Collection[int], *, event: Event) -> set[int]:
    """Those of these people whom nothing shows at an earlier evening of the series; one query."""
    evening = Evening.of(event)
    if len(profile_ids) == 1:  # while a mail to somebody is written, mostly
        return {pk for pk in profile_ids if NEWCOMER.first(pk, *evening)}
    return set(Profile.objects.filter(_is_new(evening, "pk"), pk__in=profile_ids).values_list("pk", flat=True))


def _is_new(evening: Evening, person: str) -> Q:
    """That nothing shows the row's `person` before `evening`, in a series that records attendance."""
    came, earlier = _came_before(evening), _noted_before(evening)
    was_seen = Exists(came.filter(holder=OuterRef(person))) | Exists(earlier.filter(profile=OuterRef(person)))
    return (Exists(came) | Exists(_noted(evening))) & ~was_seen


def _newcomer(profile_id: int, series: int, starts_at: dt.datetime, date: dt.date) -> QuerySet[Profile, tuple[int]]:
    is_new = _is_new(Evening(series, starts_at, date), "pk")
    return Profile.objects.filter(is_new, pk=profile_id).values_list("pk")


NEWCOMER = compiled.Query(_newcomer)


def _came_before(evening: Evening) -> TicketQuerySet:
    return Ticket.objects.checked_in().filter(event__series=evening.series, event__starts_at__lt=evening.starts_at)


def _noted(evening: Evening) -> QuerySet[PastAttendance]:
    return PastAttendance.objects.filter(series=evening.series)


def _noted_before(evening: Evening) -> QuerySet[PastAttendance]:
    return _noted(evening).filter(Q(date__isnull=True) | Q(date__lt=evening.date))


def _days(
    profile_ids: Collection[int], came: TicketQuerySet, noted: QuerySet[PastAttendance], *, zone: dt.tzinfo
) -> tuple[dict[int, frozenset[dt.date]], frozenset[int]]:
    """On which days each of them came, and who said so without a date."""
    days: dict[int, set[dt.date]] = {}
    for profile_id, starts_at in (
        came.filter(holder__in=profile_ids).order_by().values_list("holder_id", "event__starts_at")
    ):
        days.setdefault(profile_id, set()).add(starts_at.astimezone(zone).date())
    said = set()
    for profile_id, date in noted.filter(profile__in=profile_ids).values_list("profile_id", "date"):
        if date is None:
            said.add(profile_id)
        else:
            days.setdefault(profile_id, set()).add(date)
    return {who: frozenset(theirs) for who, theirs in days.items()}, frozenset(said)
