"""What is to be planned, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

Pair = tuple[int, int]
Groups = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Instance:
    """People 0..n-1 and rounds, those in `played` first and fixed.

    `groups[r]` is the number of groups of a round, whose sizes differ by at most one; `present[r]` who is there.
    `history[a, b]` in (0, 1] is how fresh an earlier meeting is (1: yesterday). `blocked` pairs never share a group,
    those in `together` share one at least once, those in `together_first` in the first round that is planned.
    `sectors[i]` is a number for each person, or the whole is None. `told[r, i]` is the group that person i has been
    told for round r: as few as possible are moved from it.
    """

    n: int
    groups: tuple[int, ...]
    present: tuple[tuple[int, ...], ...]
    played: tuple[Groups, ...] = ()
    history: Mapping[Pair, float] | None = None
    blocked: frozenset[Pair] = frozenset()
    together: frozenset[Pair] = frozenset()
    together_first: frozenset[Pair] = frozenset()
    sectors: tuple[int, ...] | None = None
    first_timers: frozenset[int] = frozenset()
    told: Mapping[tuple[int, int], int] | None = None

    @property
    def rounds(self) -> int:
        return len(self.groups)

    @property
    def open_rounds(self) -> range:
        """Those not yet played."""
        return range(len(self.played), self.rounds)

    @property
    def is_plain(self) -> bool:
        """Nothing to mind but meeting as many as possible: everybody there, nothing played, no wishes."""
        everybody = all(len(there) == self.n for there in self.present)
        wishes = self.blocked or self.together or self.together_first or self.told
        minds = self.played or self.history or wishes or self.sectors or self.first_timers
        return everybody and not minds and len(set(self.groups)) == 1

    def sizes(self, r: int) -> list[int]:
        """The sizes of a round's groups, the larger ones first."""
        size, larger = divmod(len(self.present[r]), self.groups[r])
        return [size + 1] * larger + [size] * (self.groups[r] - larger)

    def told_in(self, r: int) -> dict[int, int]:
        """The group that each person who is there in round r has been told, as far as there is one of that number."""
        there, told = set(self.present[r]), self.told or {}
        return {
            who: group
            for (at, who), group in sorted(told.items())
            if at == r and who in there and group < self.groups[r]
        }


def read(doc: Mapping[str, Any]) -> Instance:
    """An instance from JSON: n, groups, present, played, history, blocked, together, together_first, sectors,
    first_timers, told (each [round, person, group]).

    Raises ValueError when it is none: unknown people, groups of one, rounds that do not agree.
    """
    n, groups = int(doc["n"]), tuple(int(count) for count in doc["groups"])
    present = doc.get("present") or [range(n)] * len(groups)
    sectors = doc.get("sectors")
    instance = Instance(
        n=n,
        groups=groups,
        present=tuple(tuple(sorted(there)) for there in present),
        played=tuple(tuple(tuple(group) for group in one) for one in doc.get("played") or ()),
        history={pair(a, b): float(weight) for a, b, weight in doc.get("history") or ()},
        blocked=frozenset(pair(a, b) for a, b in doc.get("blocked") or ()),
        together=frozenset(pair(a, b) for a, b in doc.get("together") or ()),
        together_first=frozenset(pair(a, b) for a, b in doc.get("together_first") or ()),
        sectors=_numbered(sectors) if sectors else None,
        first_timers=frozenset(doc.get("first_timers") or ()),
        told={(r, who): group for r, who, group in doc.get("told") or ()},
    )
    _check(instance)
    return instance


def pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def pairs_of(groups: Sequence[Sequence[int]]) -> list[Pair]:
    """Every two who share one of these groups."""
    return [pair(a, b) for group in groups for a, b in combinations(group, 2)]


def _numbered(sectors: Sequence[object]) -> tuple[int, ...]:
    numbers = {sector: number for number, sector in enumerate(dict.fromkeys(sectors))}
    return tuple(numbers[sector] for sector in sectors)


def _check(instance: Instance) -> None:
    people = set(range(instance.n))
    if len(instance.present) != instance.rounds or len(instance.played) > instance.rounds:
        raise ValueError("the rounds do not agree")
    pairs = (*instance.blocked, *instance.together, *instance.together_first, *(instance.history or ()))
    named = {who for both in pairs for who in both} | {who for _, who in instance.told or ()}
    if not people >= named | instance.first_timers | {who for there in instance.present for who in there}:
        raise ValueError("somebody is named who is not among the people")
    if instance.sectors is not None and len(instance.sectors) != instance.n:
        raise ValueError("sectors are for everybody or for nobody")
    for r in range(instance.rounds):
        if instance.groups[r] < 1 or len(instance.present[r]) < 2 * instance.groups[r]:
            raise ValueError("a group would have fewer than two people")
    for r, groups in enumerate(instance.played):
        if sorted(who for group in groups for who in group) != list(instance.present[r]):
            raise ValueError("a played round does not have the people who were there")
