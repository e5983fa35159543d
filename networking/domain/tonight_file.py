"""The evening as the host's phone keeps it, to go on without a connection. Names are those of tonight's room only."""

import datetime as dt
from typing import Any

from networking.domain import run_sheets
from networking.domain.tonight import Person, RoundState, Tonight

KEPT_AFTER_END = dt.timedelta(hours=12)


def write(state: Tonight) -> dict[str, Any]:
    """Plain data: the step, the plan, every round with its times, opener and tables."""
    sheet, event = state.sheet, state.event
    activity = sheet.activity
    return {
        "title": event.title,
        "zone": event.time_zone,
        "word": event.word,
        "closes": (event.ends_at + KEPT_AFTER_END).isoformat(),
        "steps": [[step, run_sheets.LABELS[step]] for step in run_sheets.ORDER],
        "step": sheet.step,
        "step_ends_at": _time(sheet.step_ends_at),
        "planned": sheet.rounds,
        "minutes": sheet.minutes,
        "activity_minutes": sheet.activity_minutes,
        "size": sheet.group_size,
        "inside": state.inside,
        "expected": state.expected,
        "activity": {"title": activity.title, "how": activity.how, "prompt": activity.prompt} if activity else None,
        "rounds": [_round(one) for one in state.rounds if one.tables],
        "unseated": _called(state.unseated),
        "stamp": sheet.changed_at.isoformat(),
    }


def _round(one: RoundState) -> dict[str, Any]:
    return {
        "number": one.number,
        "state": one.state,
        "opener": one.opener,
        "minutes": one.minutes,
        "starts_at": _time(one.starts_at),
        "ends_at": _time(one.ends_at),
        "paused_at": _time(one.paused_at),
        "tables": [
            {"name": table.look.name, "where": table.look.where, "people": _called(table.seated)}
            for table in one.tables
        ],
    }


def _called(people: tuple[Person, ...]) -> list[str]:
    return [person.called for person in people]


def _time(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
