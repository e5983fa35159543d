"""Which part of its time an evening is in. Pages change with it even when no row does."""

import datetime as dt

COMING, RUNNING, OVER = "coming", "running", "over"


def of(starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> str:
    if now >= ends_at:
        return OVER
    return RUNNING if now >= starts_at else COMING
