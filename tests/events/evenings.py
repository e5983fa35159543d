"""Evenings made through the domain, as a host makes them."""

import datetime as dt
from typing import Any

from events.domain import publishing
from events.models import Event, Series
from foundation.lib import clock

STARTS = dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC)  # a Tuesday, 18:30 in London


def make_draft(series: Series, *, starts_at: dt.datetime = STARTS, **details: Any) -> Event:
    return publishing.create(series, starts_at=starts_at, by="Olivia", now=clock.now(), details=details)


def make_event(series: Series, *, starts_at: dt.datetime = STARTS, **details: Any) -> Event:
    """A published evening; `starts_at` must lie ahead of the clock."""
    event = make_draft(series, starts_at=starts_at, **details)
    publishing.publish(event, by="Olivia", now=clock.now())
    return event
