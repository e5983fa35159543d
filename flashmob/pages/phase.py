"""Which part of its time an evening is in. Pages change with it even when no row does."""

import datetime as dt

from events.models import Event

COMING, RUNNING, OVER = "coming", "running", "over"


def of(event: Event, now: dt.datetime) -> str:
    if now >= event.ends_at:
        return OVER
    return RUNNING if now >= event.starts_at else COMING
