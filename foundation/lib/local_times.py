"""Clock times as people type them, in a zone that skips an hour in spring and has one twice in autumn.

The rule (PEP 495): a skipped time read with fold=0 and back comes out different; a doubled one has two offsets.
"""

import datetime as dt
from enum import Enum
from zoneinfo import ZoneInfo


class Kind(Enum):
    ORDINARY = "ordinary"
    SKIPPED = "skipped"  # the clocks jump over it: it does not exist
    DOUBLED = "doubled"  # the clocks go back over it: it happens twice


def kind(local: dt.datetime, zone: ZoneInfo) -> Kind:
    """What the zone's clocks make of a naive local time."""
    if local.replace(tzinfo=zone).utcoffset() == local.replace(tzinfo=zone, fold=1).utcoffset():
        return Kind.ORDINARY
    back = local.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None)
    return Kind.DOUBLED if back == local else Kind.SKIPPED


def utc(local: dt.datetime, zone: ZoneInfo, *, fold: int = 0) -> dt.datetime:
    """A naive local time as UTC; of a doubled one the first, or with fold=1 the second; a skipped one an hour on."""
    return local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)


def later(moment: dt.datetime, *, by_the_clock: dt.timedelta, zone: ZoneInfo) -> dt.datetime:
    """The instant at which the zone's clocks show so much more than at `moment`, never before it (UTC)."""
    shown = moment.astimezone(zone).replace(tzinfo=None)
    instant = utc(shown + by_the_clock, zone)
    return instant if instant > moment else moment + by_the_clock
