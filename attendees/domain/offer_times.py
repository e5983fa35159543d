"""How long a place that came free is kept for who waited first. Pure: times in, a time out."""

import datetime as dt
from zoneinfo import ZoneInfo

LAST_DAY = dt.timedelta(hours=24)
ON_THE_LAST_DAY = dt.timedelta(hours=2)
LAST_HOURS = dt.timedelta(hours=2)
IN_THE_LAST_HOURS = dt.timedelta(minutes=15)
WAKES, SLEEPS = dt.time(8), dt.time(22)  # by the clock of the evening's zone


def until(now: dt.datetime, *, starts_at: dt.datetime, zone: ZoneInfo, usual: dt.timedelta) -> dt.datetime:
    """When an offer made `now` ends (UTC): after `usual`, and never past the start.

    In the 24 hours before the start after two hours at most, of which those between 22:00 and 8:00 do not count; in the
    last two hours after 15 minutes.
    """
    ahead = starts_at - now
    if ahead <= LAST_HOURS:
        end = now + IN_THE_LAST_HOURS
    elif ahead <= LAST_DAY:
        end = _after_waking(now, length=min(usual, ON_THE_LAST_DAY), zone=zone)
    else:
        end = now + usual
    return min(end, starts_at)


def is_last_hours(now: dt.datetime, *, starts_at: dt.datetime) -> bool:
    """Whether so little time is left that asking one after the other may be too slow."""
    return starts_at - LAST_HOURS <= now < starts_at


def _after_waking(now: dt.datetime, *, length: dt.timedelta, zone: ZoneInfo) -> dt.datetime:
    """The moment at which `length` has passed, counting daytime only."""
    day = now.astimezone(zone).date()
    while True:
        opens, closes = _at(day, WAKES, zone), _at(day, SLEEPS, zone)
        begins = max(now, opens)
        if begins + length <= closes:
            return begins + length
        length -= max(closes - begins, dt.timedelta())
        day += dt.timedelta(days=1)


def _at(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC)
