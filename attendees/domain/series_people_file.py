"""The people of a series as rows of a file. Neither the hosts' notes nor access needs leave."""

import datetime as dt
from collections.abc import Iterator, Sequence

from attendees.domain import series_people
from attendees.domain.series_people import Known
from attendees.models import SignUp
from events.models import Series

HEAD = (
    "Name", "E-mail", "Evenings", "Last one", "Came before we counted", "Coming", "Sector", "Years",
    "News of next dates", "Asked for news on", "Where asked",
)  # fmt: skip
AT_ONCE = 500
YEARS = dict(SignUp.YEARS)


def rows(series: Series, *, now: dt.datetime) -> Iterator[Sequence[object]]:
    """Everybody who belongs to the series, in order of first seen; a handful of them in memory at a time."""
    last = 0
    found = series_people.of(series).order_by("pk")
    while batch := list(found.filter(pk__gt=last)[:AT_ONCE]):
        last = batch[-1].pk
        for known in series_people.describe(series, batch, now=now):
            yield _row(series, known)


def _row(series: Series, known: Known) -> Sequence[object]:
    consent = known.consent
    return (
        known.profile.name,
        known.profile.email,
        known.evenings,
        known.last,
        "yes" if known.said else "",
        "yes" if known.is_coming else "",
        known.sector,
        YEARS.get(known.profile.years, ""),
        "yes" if consent else "no",
        consent.given_at.astimezone(series.zone).date() if consent else None,
        consent.source if consent else "",
    )
