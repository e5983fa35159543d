"""A picture of one person's network as it grew: a row for each evening, a column for each person met.

Columns stand in the order of first meeting, so that the picture grows to the right like stairs. It compares evenings
of one person only, never people.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.models import Event
from networking.domain.my_people import Met

WIDTH, ROW = 480, 28  # of the drawing at most, and of one of its rows, in its own units
WIDEST = 22  # between two columns
NEW, AGAIN, BEFORE = "new", "again", "before"


@dataclass(frozen=True)
class Dot:
    """One person at one evening: met for the first time, met again, or known from before."""

    kind: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Row:
    event: Event
    new: int
    again: int
    total: int
    dots: Sequence[Dot]


@dataclass(frozen=True)
class Picture:
    rows: Sequence[Row]
    width: int
    height: int

    @property
    def total(self) -> int:
        return self.rows[-1].total if self.rows else 0


def grow(people: Iterable[Met]) -> Picture:
    """Of everybody with whom there is a tie; a person with an address is one column, however often they met."""
    ties = sorted((met for met in people if met.is_tie), key=_order)
    evenings: dict[Event, set[str]] = {}
    columns: dict[str, int] = {}
    for met in ties:
        person = f"p{met.ticket.holder_id}" if met.ticket.holder_id else f"t{met.ticket.pk}"
        columns.setdefault(person, len(columns))
        evenings.setdefault(met.ticket.event, set()).add(person)
    rows, known = [], 0
    for number, (event, there) in enumerate(evenings.items()):
        met_at = sorted(columns[person] for person in there)
        before, known = known, max(known, met_at[-1] + 1)
        y, step = ROW * (number + 0.5), _step(len(columns))
        rows.append(_row(event, met_at, before=before, total=known, y=y, step=step))
    return Picture(rows, round(_step(len(columns)) * len(columns)), ROW * len(rows))


def _step(columns: int) -> float:
    return min(WIDEST, WIDTH / columns) if columns else WIDEST


def _order(met: Met) -> tuple[dt.datetime, int, int]:
    event = met.ticket.event
    return (event.starts_at, event.pk, met.ticket.pk)


def _row(event: Event, met_at: list[int], *, before: int, total: int, y: float, step: float) -> Row:
    there = set(met_at)
    again = sum(1 for column in there if column < before)
    dots = [
        _dot(_kind(column, there=there, before=before), x=step * (column + 0.5), y=y, step=step)
        for column in range(total)
    ]
    return Row(event, total - before, again, total, dots)


def _kind(column: int, *, there: set[int], before: int) -> str:
    if column >= before:
        return NEW
    return AGAIN if column in there else BEFORE


def _dot(kind: str, *, x: float, y: float, step: float) -> Dot:
    share = {NEW: 0.42, AGAIN: 0.36, BEFORE: 0.14}[kind]
    return Dot(kind, round(x, 2), y, round(step * share, 2))
