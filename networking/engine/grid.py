"""A shifted grid: people stand in columns, and each round each column is shifted differently against the groups.

Two people of different columns meet when their shifts differ by as much as their rows. So nobody meets twice exactly
when the differences between any two rounds' shifts are all different: a difference matrix over the integers modulo the
number of groups (Colbourn and Dinitz, Handbook of Combinatorial Designs, VI.17).
"""

import random

from networking.engine.instance import Instance
from networking.engine.seating import Seating, empty

TRIES, MOST_STEPS = 400_000, 1_000  # steps in all, and for one row


def lay(instance: Instance, rng: random.Random) -> tuple[Seating, int]:
    """A seating whose first rounds, as many as returned, repeat no more pairs than they must.

    The shape must be plain (see Instance.is_plain). The columns are full but for the last one. With more columns than
    groups some pairs must repeat; then each column beyond has a twin with the same shifts, and only twins do.
    """
    groups = instance.groups[0]
    columns = min(groups, -(-instance.n // groups))
    shifts = _shifts(columns, groups, instance.rounds, rng)
    seating = empty(instance)
    for r, shift in enumerate(shifts):
        for who in range(instance.n):
            column, row = divmod(who, groups)
            seating.seat[r, who] = (row + shift[column % columns]) % groups
    return seating, len(shifts)


def _shifts(columns: int, groups: int, rounds: int, rng: random.Random) -> list[list[int]]:
    """As many rows of a difference matrix as were found, `rounds` at most."""
    steps = [[r * column % groups for column in range(columns)] for r in range(rounds)]
    if all(_is_apart(steps[r], steps[:r], groups) for r in range(rounds)):
        return steps
    best: list[list[int]] = []
    tries, most = TRIES, min(rounds, groups - 1 if groups % 2 == 0 and columns > 2 else groups)  # Drake 1979
    while tries > 0 and len(best) < most:
        found: list[list[int]] = [[0] * columns]
        while len(found) < most:
            row, spent = _another(found, columns, groups, rng)
            tries -= spent
            if not row:
                break
            found.append(row)
        best = max(best, found, key=len)
    return best


def _is_apart(row: list[int], before: list[list[int]], groups: int) -> bool:
    return all(
        len({(mine - theirs) % groups for mine, theirs in zip(row, other, strict=True)}) == len(row) for other in before
    )


def _another(found: list[list[int]], columns: int, groups: int, rng: random.Random) -> tuple[list[int], int]:
    """One more row that differs from each found one differently in every column, and the steps it took.

    Column after column, with a step back where nothing fits; empty when none was found in MOST_STEPS.
    """
    row: list[int] = []
    used: list[list[int]] = [[0] * len(found)]  # by column: the differences from each found row so far, as bits
    options = [_shuffled(groups, rng)]
    for step in range(MOST_STEPS):
        if not options[-1]:
            options.pop()
            used.pop()
            if not row:
                return [], step
            row.pop()
            continue
        shift, column = options[-1].pop(), len(row)
        bits = [1 << (shift - other[column]) % groups for other in found]
        if any(bit & seen for bit, seen in zip(bits, used[-1], strict=True)):
            continue
        row.append(shift)
        if len(row) == columns:
            return row, step
        used.append([bit | seen for bit, seen in zip(bits, used[-1], strict=True)])
        options.append(_shuffled(groups, rng))
    return [], MOST_STEPS


def _shuffled(count: int, rng: random.Random) -> list[int]:
    return sorted(range(count), key=lambda _: rng.random())
