"""What an edit changes, whether it matters to people who are coming, and how one says it. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from events.models import Event
from foundation.lib import dates, page_words
from foundation.lib.money import Money

DIARY = frozenset({"starts_at", "ends_at", "time_zone", "venue", "title"})
PEOPLE_PLAN_BY = frozenset({"starts_at", "ends_at", "time_zone", "venue"})
SMALL_SHIFT = dt.timedelta(minutes=30)
NAMES = {
    "starts_at": "start",
    "ends_at": "end",
    "time_zone": "time zone",
    "venue": "venue",
    "title": "title",
    "description": "description",
    "agenda": "agenda",
    "first_time": "words for first-timers",
    "house_rules": "house rules",
    "door_note": "note about the door",
    "price_amount": "price",
    "pay_at_door": "rule on paying at the door",
    "refund_hours": "end of refunds",
    "capacity": "number of places",
    "week_before_at": "time of the mail a week before",
    "two_days_before_at": "time of the mail two days before",
    "morning_at": "time of the mail on the day",
    "morning_after_at": "time of the mail the morning after",
    "word": "word of the evening",
}
NOTHING = "nothing"
LONG = frozenset({"description", "agenda", "first_time", "house_rules", "door_note"})


@dataclass(frozen=True)
class Change:
    """One field that an edit changes, with both values in words ("" for long texts)."""

    field: str
    before: str
    after: str

    @property
    def name(self) -> str:
        return NAMES[self.field]

    @property
    def sentence(self) -> str:
        """moved the start from 18:30 to 19:00"""
        verb = "moved" if self.field in ("starts_at", "ends_at", "venue") else "changed"
        if self.field in LONG:
            return f"{verb} the {self.name}"
        if self.before == NOTHING:
            return f"set the {self.name} to {self.after}"
        return f"{verb} the {self.name} from {self.before} to {self.after}"


def find(event: Event, wanted: Mapping[str, Any]) -> list[Change]:
    """What `wanted` (names of Event fields, and `capacity`) would change, in the order of NAMES."""
    after = {**_current(event), **wanted}
    before = _current(event)
    changed = [field for field in NAMES if field in after and before[field] != after[field]]
    return [Change(field, *_say(field, before, after)) for field in changed]


def always_real(event: Event, wanted: Mapping[str, Any]) -> str:
    """Why these changes cannot be a small correction ("another day"), or "" when the host may choose."""
    before, after = _current(event), {**_current(event), **wanted}
    if before["venue"] is not None and before["venue"] != after["venue"]:
        return "another venue"
    if _local(before, "starts_at").date() != _local(after, "starts_at").date():
        return "another day"
    shifts = (abs(after[field] - before[field]) for field in ("starts_at", "ends_at"))
    return "more than 30 minutes" if max(shifts) > SMALL_SHIFT else ""


def is_real(event: Event, wanted: Mapping[str, Any], *, small: bool) -> bool:
    """Whether these changes open keep-or-refund: they touch people's plans and are not, or may not be, small."""
    return touch_plans(find(event, wanted)) and (not small or bool(always_real(event, wanted)))


def touch_plans(changes: list[Change]) -> bool:
    """Whether somebody who is coming must hear of it: another time, zone or venue."""
    return any(change.field in PEOPLE_PLAN_BY for change in changes)


def touch_diary(changes: list[Change]) -> bool:
    """Whether the entry in people's diaries changes."""
    return any(change.field in DIARY for change in changes)


def sentence_for_people(event: Event, wanted: Mapping[str, Any]) -> str:
    """What those who are coming read after a real change: old and new, in full."""
    before, after = _current(event), {**_current(event), **wanted}
    old, new = Hours.of(before), Hours.of(after)
    said = []
    if old != new:
        same_day = dates.day(old.starts_at, old.zone) == dates.day(new.starts_at, new.zone)
        what, say = ("time", dates.hours) if same_day else ("date", dates.when)
        said.append(f"The {what} changed from {say(old)} to {say(new)}.")
    if before["venue"] != after["venue"]:
        said.append(f"The place changed from {before['venue'] or 'one to be named'} to {after['venue']}.")
    return " ".join(said)


@dataclass(frozen=True)
class Hours:
    """When an evening is, apart from the row."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Hours":
        return cls(values["starts_at"], values["ends_at"], ZoneInfo(values["time_zone"]))


def _current(event: Event) -> dict[str, Any]:
    fields = {field: getattr(event, field) for field in NAMES if field != "capacity"}
    return {**fields, "capacity": event.places.capacity, "currency": event.currency}


def _local(values: Mapping[str, Any], field: str) -> dt.datetime:
    moment: dt.datetime = values[field]
    return moment.astimezone(ZoneInfo(values["time_zone"]))


def _say(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    if field in ("starts_at", "ends_at"):
        same_day = _local(before, field).date() == _local(after, field).date()
        say = dates.clock if same_day else _day_and_clock
        return say(before[field], ZoneInfo(before["time_zone"])), say(after[field], ZoneInfo(after["time_zone"]))
    return _value(field, before), _value(field, after)


def _day_and_clock(moment: dt.datetime, zone: ZoneInfo) -> str:
    return f"{dates.day(moment, zone)}, {dates.clock(moment, zone)}"


def _value(field: str, values: Mapping[str, Any]) -> str:
    value = values[field]
    if field in LONG:
        return ""
    if field == "price_amount":
        return page_words.price(Money(value, values["currency"]))
    if field == "refund_hours":
        return f"{value} hours before"
    if field == "time_zone":
        return dates.zone_words(ZoneInfo(value))
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "allowed" if value else "not allowed"
    return NOTHING if value is None or value == "" else str(value)
