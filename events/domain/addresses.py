"""The last part of an event's address: its date, with a number when the day has more than one."""

import datetime as dt

from events.models import Event, Series


def for_event(series: Series, *, day: dt.date, besides: Event | None = None) -> str:
    """2026-12-01, or 2026-12-01-2 when another event of the series has it."""
    others = Event.objects.filter(series=series, slug__startswith=day.isoformat())
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    taken = set(others.values_list("slug", flat=True))
    slug, number = day.isoformat(), 1
    while slug in taken:
        number += 1
        slug = f"{day.isoformat()}-{number}"
    return slug
