"""What a plan is worth, in whole numbers: a perfect one has about MOST points.

The parts: value (pairs who meet, each less the freshness of an earlier meeting), fairness (whom the evening serves
worst), first-timers in a group with a regular, and sectors mixed. Hard rules are no part of it; they are counted apart.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from networking.engine.instance import Instance, pairs_of

Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
MOST = 10_000_000
VALUE, FAIR, COVER, MIX = 70, 10, 10, 10


@dataclass(frozen=True)
class Prices:
    """`gain[i, j]` points when i and j meet for the first time tonight; a point value for each step of the others.

    `most` is what no plan can exceed, `most_worst` the most that the worst-off can meet.
    """

    gain: Numbers
    fair: int
    cover: int
    mix: int
    most: int
    most_worst: int


def of(instance: Instance) -> Prices:
    freshness = np.zeros((instance.n, instance.n))
    for (a, b), weight in (instance.history or {}).items():
        freshness[a, b] = freshness[b, a] = weight
    seats = sum(len(instance.first_timers & set(instance.present[r])) for r in instance.open_rounds)
    mixable = sum(_most_mix(instance, r) for r in instance.open_rounds) if instance.sectors else 0
    weights = VALUE + FAIR + (COVER if seats else 0) + (MIX if mixable else 0)
    best, pairs = _most_value(instance, freshness)
    worst = _most_worst(instance, pairs)
    point = MOST / weights
    gain = np.rint((1 - freshness) * (VALUE * point / max(best, 1))).astype(np.int64)
    fair = round(FAIR * point / max(worst, 1))
    cover = round(COVER * point / seats) if seats else 0
    mix = round(MIX * point / mixable) if mixable else 0
    most = _best_gains(instance, gain, pairs) + fair * worst + cover * seats + mix * mixable
    return Prices(gain, fair, cover, mix, most, worst)


def _most_value(instance: Instance, freshness: npt.NDArray[np.float64]) -> tuple[float, int]:
    """A bound for the value of a plan, and for the number of pairs that meet."""
    pairs = _most_pairs(instance)
    values = np.sort((1 - freshness)[np.triu_indices(instance.n, 1)])[::-1]
    return float(values[:pairs].sum()), pairs


def _best_gains(instance: Instance, gain: Numbers, pairs: int) -> int:
    return int(np.sort(gain[np.triu_indices(instance.n, 1)])[::-1][:pairs].sum())


def _most_pairs(instance: Instance) -> int:
    """All seats beside each other, less the pairs that must repeat: with more seats in a group than an earlier round
    had groups, two in it have met there.
    """
    slots = 0
    there = [set(people) for people in instance.present]
    for r in range(instance.rounds):
        sizes = instance.sizes(r)
        earlier = [s for s in range(r) if there[s] >= there[r]]
        forced = max((sum(_repeats(size, instance.groups[s]) for size in sizes) for s in earlier), default=0)
        slots += sum(size * (size - 1) // 2 for size in sizes) - forced
    return min(slots, instance.n * (instance.n - 1) // 2)


def _repeats(size: int, groups: int) -> int:
    """Fewest pairs inside a group of `size` who come from the same one of `groups` groups."""
    each, larger = divmod(size, groups)
    return larger * (each + 1) * each // 2 + (groups - larger) * each * (each - 1) // 2


def _most_worst(instance: Instance, pairs: int) -> int:
    """The most that the worst-off person can meet."""
    met: dict[int, set[int]] = {who: set() for who in range(instance.n)}
    for groups in instance.played:
        for a, b in pairs_of(groups):
            met[a].add(b)
            met[b].add(a)
    caps = []
    for who in sorted({who for there in instance.present for who in there}):
        rounds = [r for r in instance.open_rounds if who in instance.present[r]]
        reach = set().union(*(instance.present[r] for r in rounds)) - met[who] - {who}
        caps.append(len(met[who]) + min(len(reach), sum(max(instance.sizes(r)) - 1 for r in rounds)))
    return min(min(caps), 2 * pairs // len(caps))


def _most_mix(instance: Instance, r: int) -> int:
    """Most that the sum over groups of (different sectors less one) can be."""
    sectors = instance.sectors or ()
    counts = np.bincount([sectors[who] for who in instance.present[r]])
    counts, groups = counts[counts > 0], instance.groups[r]
    by_group = sum(min(size, len(counts)) for size in instance.sizes(r))
    return min(by_group, int(np.minimum(counts, groups).sum())) - groups
