"""Who sits where in every round, and what that is worth."""

from dataclasses import dataclass

import numpy as np

from networking.engine.instance import Instance
from networking.engine.prices import Numbers, Prices, Truths

AWAY = -1


@dataclass
class Seating:
    """`seat[r, i]` is the group of person i in round r, or AWAY."""

    instance: Instance
    seat: Numbers

    def copy(self) -> "Seating":
        return Seating(self.instance, self.seat.copy())

    def meetings(self, *, without: int | None = None) -> Numbers:
        """How often each two sit together, in all rounds or all but one."""
        count = np.zeros((self.instance.n, self.instance.n), dtype=np.int64)
        for r in range(self.instance.rounds):
            if r != without:
                count += self.beside(r)
        return count

    def beside(self, r: int) -> Numbers:
        """1 for each two who share a group in a round."""
        row = self.seat[r]
        shared = (row[:, None] == row[None, :]) & (row != AWAY)[:, None]
        np.fill_diagonal(shared, False)
        beside: Numbers = shared.astype(np.int64)
        return beside

    def groups(self) -> list[list[list[int]]]:
        """As a schedule: the played rounds as they were, people in order."""
        played: list[list[list[int]]] = [[list(group) for group in groups] for groups in self.instance.played]
        return played + [
            [np.flatnonzero(self.seat[r] == group).tolist() for group in range(self.instance.groups[r])]
            for r in self.instance.open_rounds
        ]


def empty(instance: Instance) -> Seating:
    """The played rounds, and nobody seated in the others."""
    seat = np.full((instance.rounds, instance.n), AWAY, dtype=np.int64)
    for r, groups in enumerate(instance.played):
        for number, group in enumerate(groups):
            seat[r, list(group)] = number
    return Seating(instance, seat)


def deal(seating: Seating, r: int, order: list[int]) -> None:
    """Seat the people of a round in this order, one group after the other."""
    start = 0
    for group, size in enumerate(seating.instance.sizes(r)):
        seating.seat[r, order[start : start + size]] = group
        start += size


@dataclass(frozen=True, order=True)
class Worth:
    """Compared as a whole: first fewer broken hard rules, then more points."""

    kept: int
    points: int


def weigh(seating: Seating, prices: Prices) -> Worth:
    instance, meetings = seating.instance, seating.meetings()
    met = meetings > 0
    np.fill_diagonal(met, False)
    gained = int(np.triu(prices.gain * met).sum())
    active = sorted({who for there in instance.present for who in there})
    worst = min(int(met[active].sum(axis=1).min()), prices.most_worst)
    points = gained + prices.fair * worst + prices.cover * covered(seating) + prices.mix * mixed(seating)
    return Worth(-broken(seating, met), points)


def broken(seating: Seating, met: Truths) -> int:
    """Blocked pairs that sit together in rounds to come, and wanted ones that never do."""
    instance = seating.instance
    missing = sum(not met[both] for both in instance.together)
    beside = [seating.seat[r] for r in instance.open_rounds]
    return missing + sum(bool(row[a] == row[b] != AWAY) for row in beside for a, b in instance.blocked)


def covered(seating: Seating) -> int:
    """Seats of first-timers in a group with a regular."""
    instance = seating.instance
    if not instance.first_timers:
        return 0
    new = np.zeros(instance.n, dtype=bool)
    new[list(instance.first_timers)] = True
    total = 0
    for r in instance.open_rounds:
        row, groups = seating.seat[r], instance.groups[r]
        regulars = np.bincount(row[~new & (row != AWAY)], minlength=groups)
        firsts = np.bincount(row[new & (row != AWAY)], minlength=groups)
        total += int(firsts[regulars > 0].sum())
    return total


def mixed(seating: Seating) -> int:
    """Different sectors beyond the first, over all groups to come."""
    instance = seating.instance
    if instance.sectors is None:
        return 0
    sectors, kinds, total = np.array(instance.sectors), max(instance.sectors) + 1, 0
    for r in instance.open_rounds:
        row = seating.seat[r]
        there = row != AWAY
        total += len(np.unique(row[there] * kinds + sectors[there])) - instance.groups[r]
    return total
