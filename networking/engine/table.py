"""One round while the others stay: who costs what in which group, and the best two people to swap.

Costs are pairwise but for two: a group's sectors and its regulars, whose change by a swap is known exactly as well. A
tabu search (Glover 1989) swaps the best two again and again, also when that costs; who has just moved stays a while.
"""

import random
from dataclasses import dataclass

import numpy as np

from networking.engine.instance import Instance
from networking.engine.prices import Numbers, Prices, Truths
from networking.engine.seating import Seating

HARD = 10**12
STAY = 10**8  # for each person moved who was told: more than all points together, less than any hard rule
NEVER = 1 << 60
FULL_TABLE = 72  # up to so many people every swap is looked at, above only those of some


@dataclass
class Table:
    """The people of one round by number in `people`, their group, and the cost of each two beside each other."""

    people: Numbers
    seat: Numbers
    groups: int
    pair_cost: Numbers
    moving_cost: Numbers | None
    sector: Numbers | None
    is_new: Truths | None
    prices: Prices

    def search(self, moves: int, rng: random.Random) -> int:
        """Swap until nothing better came for a while or `moves` are spent; keeps the best. Returns the moves made."""
        count = len(self.people)
        cost = self._cost_in_groups()
        tabu_until = np.zeros(count, dtype=np.int64)
        now, best, best_seat, since, step = 0, 0, self.seat.copy(), 0, 0
        patience = 2 * count
        while step < moves and since < patience:
            step += 1
            since += 1
            rows = self._rows(cost, rng)
            change = self._changes(cost, rows)
            tabu = (tabu_until[rows] > step)[:, None] | (tabu_until > step)[None, :]
            change[tabu & (change + now >= best)] = NEVER
            row, other = divmod(int(change.argmin()), count)
            one, by = int(rows[row]), int(change[row, other])
            if by >= NEVER // 2:
                break
            self._swap(cost, one, other)
            now += by
            tabu_until[one] = tabu_until[other] = step + 3 + int(rng.random() * 8)
            if now < best:
                best, best_seat, since = now, self.seat.copy(), 0
        self.seat = best_seat
        return step

    def _cost_in_groups(self) -> Numbers:
        """What each person would cost in each group, beside those who sit there."""
        chosen = np.zeros((len(self.people), self.groups), dtype=np.int64)
        chosen[np.arange(len(self.people)), self.seat] = 1
        beside: Numbers = self.pair_cost @ chosen
        return beside if self.moving_cost is None else beside + self.moving_cost

    def _rows(self, cost: Numbers, rng: random.Random) -> Numbers:
        """Whom to look at: everybody, or in a large room those who cost most and some others."""
        count = len(self.people)
        if count <= FULL_TABLE:
            return np.arange(count)
        own = cost[np.arange(count), self.seat]
        some = [int(rng.random() * count) for _ in range(12)]
        return np.unique(np.concatenate([np.argsort(-own, kind="stable")[:16], some]))

    def _changes(self, cost: Numbers, rows: Numbers) -> Numbers:
        """What swapping each of `rows` with each person would change."""
        seat, everybody = self.seat, np.arange(len(self.people))
        own = cost[everybody, seat]
        change = cost[rows][:, seat] + cost[:, seat[rows]].T - 2 * self.pair_cost[rows]
        change -= own[rows][:, None]
        change -= own[None, :]
        if self.sector is not None:
            change -= self.prices.mix * self._more_sectors(self.sector, rows)
        if self.is_new is not None:
            change -= self.prices.cover * self._more_covered(self.is_new, rows)
        change[seat[rows][:, None] == seat[None, :]] = NEVER
        return change

    def _more_sectors(self, sector: Numbers, rows: Numbers) -> Numbers:
        seat = self.seat
        count = np.zeros((self.groups, int(sector.max()) + 1), dtype=np.int64)
        np.add.at(count, (seat, sector), 1)
        brings = (count == 0)[:, sector].T.astype(np.int64)
        takes = (count[seat, sector] == 1).astype(np.int64)
        more: Numbers = brings[rows][:, seat] + brings[:, seat[rows]].T - takes[rows][:, None] - takes[None, :]
        more[sector[rows][:, None] == sector[None, :]] = 0
        return more

    def _more_covered(self, is_new: Truths, rows: Numbers) -> Numbers:
        """First-timers beside a regular: a group without one gains all of them, a group's only one takes them along."""
        seat = self.seat
        size = np.bincount(seat, minlength=self.groups)
        regulars = np.bincount(seat[~is_new], minlength=self.groups)
        gets, loses = (regulars == 0) * (size - 1), (regulars == 1) * (size - 1)
        to_row = gets[seat[rows]][:, None] - loses[seat][None, :]
        to_other = gets[seat][None, :] - loses[seat[rows]][:, None]
        new_row, new = is_new[rows][:, None], is_new[None, :]
        return np.where(new_row & ~new, to_row, 0) + np.where(~new_row & new, to_other, 0)

    def _swap(self, cost: Numbers, one: int, other: int) -> None:
        here, there = self.seat[one], self.seat[other]
        change = self.pair_cost[:, other] - self.pair_cost[:, one]
        cost[:, here] += change
        cost[:, there] -= change
        self.seat[one], self.seat[other] = there, here


def lay(seating: Seating, r: int, prices: Prices, bonus: Numbers, rng: random.Random) -> Table:
    """The table of a round beside all others as they are. `bonus[i]` makes it worth more that i meets somebody new.

    People stand in it in an order of the seed's, so that among equal swaps no number is preferred.
    """
    instance = seating.instance
    people = np.array(sorted(instance.present[r], key=lambda _: rng.random()), dtype=np.int64)
    among = np.ix_(people, people)
    is_first = seating.meetings(without=r)[among] == 0
    cost = np.where(is_first, -(prices.gain[among] + bonus[people][:, None] + bonus[people][None, :]), 0)
    cost += HARD * _matrix(instance.n, instance.blocked)[among]
    cost -= HARD * (_matrix(instance.n, instance.together)[among] & is_first)
    if r == len(instance.played):
        cost -= HARD * _matrix(instance.n, instance.together_first)[among]
    np.fill_diagonal(cost, 0)
    sector = np.array(instance.sectors)[people] if instance.sectors else None
    is_new = np.isin(people, list(instance.first_timers)) if instance.first_timers else None
    moving = _moving_cost(instance, r, people)
    return Table(people, seating.seat[r, people], instance.groups[r], cost, moving, sector, is_new, prices)


def _moving_cost(instance: Instance, r: int, people: Numbers) -> Numbers | None:
    """What each person would cost in each group for having been told another; None when nobody was told."""
    told = instance.told_in(r)
    if not told:
        return None
    groups = np.array([told.get(int(who), -1) for who in people], dtype=np.int64)
    elsewhere = (groups >= 0)[:, None] & (groups[:, None] != np.arange(instance.groups[r])[None, :])
    cost: Numbers = STAY * elsewhere.astype(np.int64)
    return cost


def _matrix(n: int, pairs: frozenset[tuple[int, int]]) -> Numbers:
    found = np.zeros((n, n), dtype=np.int64)
    for a, b in pairs:
        found[a, b] = found[b, a] = 1
    return found
