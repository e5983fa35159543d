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
    """Seat the people of a round in this order: where they were told as far as there is room, then group after group.

    The larger groups are those of which most were told, so that nobody moves who need not.
    """
    told, sizes = seating.instance.told_in(r), seating.instance.sizes(r)
    count = [list(told.values()).count(group) for group in range(len(sizes))]
    room = dict(zip(sorted(range(len(sizes)), key=lambda group: -count[group]), sizes, strict=True))
    rest = []
    for who in order:
        group = told.get(who, AWAY)
        if room.get(group, 0):
            seating.seat[r, who], room[group] = group, room[group] - 1
        else:
            rest.append(who)
    start = 0
    for group in range(len(sizes)):
        seating.seat[r, rest[start : start + room[group]]] = group
        start += room[group]


@dataclass(frozen=True, order=True)
class Worth:
    """Compared as a whole: first fewer broken hard rules, then fewer people moved who were told, then more points."""

    kept: int
    unmoved: int
    points: int


def weigh(seating: Seating, prices: Prices) -> Worth:
    instance, meetings = seating.instance, seating.meetings()
    met = meetings > 0
    np.fill_diagonal(met, False)
    gained = int(np.triu(prices.gain * met).sum())
    active = sorted({who for there in instance.present for who in there})
    worst = min(int(met[active].sum(axis=1).min()), prices.most_worst)
    points = gained + prices.fair * worst + prices.cover * covered(seating) + prices.mix * mixed(seating)
    return Worth(-broken(seating, met), -moved(seating), points)


def broken(seating: Seating, met: Truths) -> int:
    """Blocked pairs that sit together in rounds to come, and wanted ones that never do."""
    instance = seating.instance
    beside = [seating.seat[r] for r in instance.open_rounds]
    missing = sum(not met[both] for both in instance.together)
    missing += sum(not beside[0][a] == beside[0][b] != AWAY for a, b in instance.together_first)
    return missing + sum(bool(row[a] == row[b] != AWAY) for row in beside for a, b in instance.blocked)


def moved(seating: Seating) -> int:
    """How many people sit elsewhere than they were told, over all rounds."""
    instance = seating.instance
    if not instance.told:
        return 0
    return sum(
        int(seating.seat[r, who]) != group for r in instance.open_rounds for who, group in instance.told_in(r).items()
    )


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
