"""The product's clock: real time, plus an offset in the demo.

`now()` is for domain, mail and diary. Gateway, simulator, allauth, sessions and beat live on `real_now()`.
A function reads the clock once and hands it down as `now=`.
"""

import datetime as dt
from pathlib import Path

from django.conf import settings


def real_now() -> dt.datetime:
    """Aware UTC from the machine's clock, whatever the demo pretends."""
    return dt.datetime.now(dt.UTC)


def now() -> dt.datetime:
    """Aware UTC: real time plus the demo's offset (`manage.py clock`)."""
    return real_now() + offset()


def offset() -> dt.timedelta:
    """How far the demo's clock runs ahead; zero outside the demo."""
    file: Path | None = settings.CLOCK_FILE
    if file is None:
        return dt.timedelta()
    try:
        return dt.timedelta(seconds=float(file.read_text()))
    except FileNotFoundError:
        return dt.timedelta()


def advance(by: dt.timedelta) -> None:
    """Move the demo's clock forward and keep it so; raises ValueError for a step back or outside the demo."""
    file: Path | None = settings.CLOCK_FILE
    if file is None:
        raise ValueError("The clock moves in the demo only.")
    if by < dt.timedelta():
        raise ValueError("The clock moves forward only.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str((offset() + by).total_seconds()))
