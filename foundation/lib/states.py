"""State machines as data: a transition table beside the model, and one way to move a row.

A move is a conditional UPDATE: it names the states it may come from, so two movers cannot both succeed.
"""

from collections.abc import Mapping
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
    table: Table = row.TRANSITIONS  # type: ignore[attr-defined]
    changed = type(row)._base_manager.filter(pk=row.pk, state__in=table.sources(to)).update(state=to, **fields)
    if not changed:
        raise Stale(f"{type(row).__name__} {row.pk} cannot become {to}")
    for name, value in {"state": to, **fields}.items():
        setattr(row, name, value)
