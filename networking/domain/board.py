"""What a room noticed, as the board shows it: under the headings of tonight's activity, without whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Subquery

from events.models import Event
from networking.domain import activities
from networking.models import Activity, Pattern, RunSheet

REST = "And besides"


@dataclass(frozen=True)
class Heading:
    """`words` are on the board, oldest first; `waiting` more lie face down until the host reveals them."""

    name: str
    words: tuple[str, ...]
    waiting: int


@dataclass(frozen=True)
class Board:
    title: str
    prompt: str
    headings: tuple[Heading, ...]

    @property
    def shown(self) -> int:
        return sum(len(heading.words) for heading in self.headings)

    @property
    def waiting(self) -> int:
        return sum(heading.waiting for heading in self.headings)


def stamp(event_id: int) -> tuple[Any, ...]:
    """The same while nothing on the board changed, its question and headings neither. One query."""
    asked = RunSheet.objects.filter(event=event_id)
    filed = Pattern.objects.filter(event=event_id).order_by().values("event")
    counts = filed.annotate(count=Count("pk"), changed=Max("changed_at"))
    found: tuple[Any, ...] = (
        Event.objects.filter(pk=event_id)
        .values_list(
            Subquery(asked.values("activity")), Subquery(asked.values("activity__changed_at")),
            Subquery(counts.values("count")), Subquery(counts.values("changed")),
        )
        .get()
    )  # fmt: skip
    return found


def of(event: Event) -> Board:
    """Two queries, however much was noticed."""
    activity = activities.chosen(event)
    rows = Pattern.objects.filter(event=event).exclude(state=Pattern.HIDDEN)
    return Board(
        title=activity.title if activity else "What we noticed",
        prompt=activity.prompt if activity else "What did you notice tonight?",
        headings=headings(activity, rows.values_list("tag", "words", "state")),
    )


def headings(activity: Activity | None, rows: Iterable[tuple[str, str, str]]) -> tuple[Heading, ...]:
    """Those of the activity in its order, empty or not; then others that something is under; the rest last."""
    shown: dict[str, list[str]] = {str(tag): [] for tag in (activity.tags if activity else ())}
    waiting: dict[str, int] = {}
    for tag, words, state in rows:
        shown.setdefault(tag, [])
        if state == Pattern.SHOWN:
            shown[tag].append(words)
        else:
            waiting[tag] = waiting.get(tag, 0) + 1
    last = [*(tag for tag in shown if tag), *(tag for tag in shown if not tag)]
    is_only = last == [""]
    name = {"": "" if is_only else REST}
    return tuple(Heading(name.get(tag, tag), tuple(shown[tag]), waiting.get(tag, 0)) for tag in last)
