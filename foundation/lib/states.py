"""State machines as data: a transition table beside the model, and one way to move a row.

A move is a conditional UPDATE: it names the states it may come from, so two movers cannot both succeed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models


class Stale(Exception):
    """The row was no longer in a state from which this move is allowed: somebody else was first."""


@dataclass(frozen=True)
class Table:
    """Which state may follow which; `first` is the state of a new row."""

    first: tuple[str, ...]
    moves: Mapping[str, tuple[str, ...]]

    def sources(self, target: str) -> list[str]:
        """The states from which `target` can be reached."""
        return [source for source, targets in self.moves.items() if target in targets]


def move(row: models.Model, to: str, **fields: Any) -> None:
    """Set `row.state` to `to` with `fields`, in one UPDATE guarded by the model's TRANSITIONS; raises Stale.

    The instance in hand is brought up to date too. Saves nothing else of it.
    """
    move_all([row], to, **fields)


def move_all(rows: Sequence[models.Model], to: str, **fields: Any) -> None:
    """`move` for rows of one model at once. Call in a transaction: when one of them raises, some may have moved."""
    if not rows:
        return
    model = type(rows[0])
    table: Table = model.TRANSITIONS  # type: ignore[attr-defined]
    ready = model._base_manager.filter(pk__in=[row.pk for row in rows], state__in=table.sources(to))
    if ready.update(state=to, **fields) != len(rows):
        raise Stale(f"{model.__name__} {', '.join(str(row.pk) for row in rows)} cannot become {to}")
    for row in rows:
        for name, value in {"state": to, **fields}.items():
            setattr(row, name, value)
