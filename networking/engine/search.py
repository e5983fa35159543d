"""Round after round is searched beside the others, until nothing gets better; then a few people are moved at random."""

import random
from dataclasses import dataclass

import numpy as np

from networking.engine import seating as seatings
from networking.engine import table
from networking.engine.prices import Numbers, Prices
from networking.engine.seating import Seating, Worth

STALE = 3  # times round all rounds without anything better, before people are moved at random


@dataclass
class Budget:
    """Moves that may still be made. Not time: the same seed gives the same plan on any machine."""

    moves: int

    @property
    def is_spent(self) -> bool:
        return self.moves <= 0


def improve(start: Seating, prices: Prices, budget: Budget, rng: random.Random) -> tuple[Seating, Worth]:
    """The best seating found from `start` on, and its worth; stops early at a perfect one."""
    seating, best = start.copy(), start.copy()
    worth = seatings.weigh(best, prices)
    stale, open_rounds = 0, list(start.instance.open_rounds)
    while not budget.is_spent and not is_perfect(worth, prices):
        for r in sorted(open_rounds, key=lambda _: rng.random()):
            if not budget.is_spent:
                search_round(seating, r, prices, budget, rng, at_most=budget.moves)
        now = seatings.weigh(seating, prices)
        stale = 0 if now > worth else stale + 1
        if now >= worth:
            best, worth = seating.copy(), now
        if stale >= STALE:
            seating, stale = best.copy(), 0
            _shake(seating, rng)
    return best, worth


def is_perfect(worth: Worth, prices: Prices) -> bool:
    return worth.kept == worth.unmoved == 0 and worth.points >= prices.most


def search_round(seating: Seating, r: int, prices: Prices, budget: Budget, rng: random.Random, *, at_most: int) -> None:
    """Make one round better beside the others, with so many moves."""
    laid = table.lay(seating, r, prices, _bonus(seating, r, prices), rng)
    budget.moves -= laid.search(at_most, rng)
    seating.seat[r, laid.people] = laid.seat


def _bonus(seating: Seating, r: int, prices: Prices) -> Numbers:
    """Whom the evening serves worst so far, somebody new is worth more to."""
    met = (seating.meetings() > 0).sum(axis=1)
    there = list(seating.instance.present[r])
    bonus = np.zeros(seating.instance.n, dtype=np.int64)
    worst = met[there].min()
    if worst < prices.most_worst:
        bonus[met <= worst] = prices.fair // 6
    return bonus


def _shake(seating: Seating, rng: random.Random) -> None:
    """Swap a few people of one round at random."""
    rounds = list(seating.instance.open_rounds)
    r = rounds[int(rng.random() * len(rounds))]
    there = seating.instance.present[r]
    for _ in range(2 + int(rng.random() * len(there) / 4)):
        a, b = (there[int(rng.random() * len(there))] for _ in "ab")
        seating.seat[r, a], seating.seat[r, b] = seating.seat[r, b], seating.seat[r, a]
