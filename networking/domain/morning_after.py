"""The morning after: one mail at 9:00 to everybody who came, with what they took home."""

import datetime as dt

from attendees.domain import follow_up
from networking.domain import afterwards


def write_due(now: dt.datetime) -> int:
    """Write those that are due and not yet written; returns how many. May run twice, or be killed."""
    return follow_up.write_came(afterwards.morning_after, now=now)
