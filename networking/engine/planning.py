"""From an instance to a plan, or to the reason why there is none."""

import random
from dataclasses import dataclass

from networking.engine import grid, impossible, prices, search
from networking.engine import seating as seatings
from networking.engine.impossible import Impossible
from networking.engine.instance import Instance
from networking.engine.prices import Prices
from networking.engine.search import Budget
from networking.engine.seating import Seating, Worth

STARTS, SMALL = 8, 100
TRIES = 3  # before wishes that nothing speaks against are called impossible


@dataclass(frozen=True)
class Plan:
    """`rounds[r]` is a list of groups of people, the played rounds first and unchanged."""

    rounds: list[list[list[int]]]


def plan(instance: Instance, *, seconds: float = 1.0, seed: int = 1) -> Plan | Impossible:
    """The best plan found with about `seconds` of one core's work, counted in moves; the same seed, the same plan.

    Every hard rule is kept, or the answer is an Impossible that names the people.
    """
    why = impossible.find(instance)
    if why:
        return why
    if not instance.open_rounds:
        return Plan(seatings.empty(instance).groups())
    rng, worth_of = random.Random(seed), prices.of(instance)
    for _ in range(TRIES):
        budget = Budget(int(seconds * moves_a_second(instance)))
        best, worth = _search(instance, worth_of, budget, rng)
        if worth.kept == 0:
            return Plan(best.groups())
    return Impossible("no_plan_keeps_all_wishes", _concerned(best))


def _search(instance: Instance, worth_of: Prices, budget: Budget, rng: random.Random) -> tuple[Seating, Worth]:
    """A shifted grid where that is all; else from several starts for half of the budget, then on from the best of them.

    Large rooms have one start, for which moves are dear.
    """
    laid, done = grid.lay(instance, rng) if instance.is_plain else (seatings.empty(instance), len(instance.played))
    if done == instance.rounds:
        return laid, seatings.weigh(laid, worth_of)
    if instance.is_plain:
        budget.moves //= 3  # the rest of the time went into looking for the grid
    starts = STARTS if max(len(there) for there in instance.present) <= SMALL else 1
    share = budget.moves // (2 * starts)
    found: list[tuple[Seating, Worth]] = []
    for _ in range(starts):
        part = Budget(share)
        start = _fill(laid, done, worth_of, part, rng)
        found.append(search.improve(start, worth_of, part, rng))
        budget.moves -= share
    best, _ = max(found, key=lambda each: each[1])
    return search.improve(best, worth_of, budget, rng)


def moves_a_second(instance: Instance) -> int:
    """How many swaps a slow core makes in a second; twice as many where only meeting counts."""
    people = max(len(there) for there in instance.present)
    return (1_000_000 if instance.sectors or instance.first_timers else 2_400_000) // (people + 60)


def _fill(laid: Seating, done: int, worth_of: Prices, budget: Budget, rng: random.Random) -> Seating:
    """The rounds from `done` on dealt at random, each searched once beside those before it."""
    seating, instance = laid.copy(), laid.instance
    each = max(1, budget.moves // (2 * instance.rounds))
    for r in range(done, instance.rounds):
        seatings.deal(seating, r, sorted(instance.present[r], key=lambda _: rng.random()))
        search.search_round(seating, r, worth_of, budget, rng, at_most=each)
    return seating


def _concerned(seating: Seating) -> tuple[int, ...]:
    """Whose wishes the best plan found does not keep."""
    instance, met = seating.instance, seating.meetings()
    rows = [seating.seat[r] for r in instance.open_rounds]
    beside = {both for both in instance.blocked for row in rows if row[both[0]] == row[both[1]] != seatings.AWAY}
    apart = {both for both in instance.together if not met[both]}
    apart |= {both for both in instance.together_first if not rows[0][both[0]] == rows[0][both[1]] != seatings.AWAY}
    return tuple(sorted({who for both in beside | apart for who in both}))
