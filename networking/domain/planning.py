"""From an evening's people to tables for the rounds to come: plan_input in, the engine between, tables out. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from networking import engine
from networking.domain.plan_input import Evening, Guest, Pair
from networking.engine import Instance

SECONDS = 0.4  # of one core's work
NOBODY: frozenset[Pair] = frozenset()


@dataclass(frozen=True)
class Planned:
    """For each round to come the tables, by number from 1, and who (tickets' ids) sits there."""

    rounds: tuple[Mapping[int, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Impossible:
    """No plan keeps all wishes: why, and whom to talk to (tickets' ids). For the host only."""

    code: str
    people: tuple[int, ...]


def plan(
    evening: Evening, *, group_size: int, rounds: int, seed: int, minds_wishes: bool = True, seconds: float = SECONDS
) -> Planned | Impossible:
    """Tables for `rounds` more rounds, each with groups of about `group_size` that differ by one person at most.

    Two who are kept apart never share a table. Questions give way where they would make all of it impossible; without
    `minds_wishes` friends and look-outs do, too. At least two guests must be there.
    """
    people = _numbers(evening)
    first, later = _wishes(evening) if minds_wishes else (NOBODY, NOBODY)
    answers = _at_most(rounds, evening.wanted - evening.blocked) if minds_wishes else NOBODY
    instance = _instance(evening, people, group_size=group_size, rounds=rounds)
    found: engine.Plan | engine.Impossible | None = None
    for once in dict.fromkeys((later | answers, later)):
        wished = replace(instance, together=_pairs(once, people), together_first=_pairs(first, people))
        found = engine.plan(wished, seconds=seconds, seed=seed)
        if isinstance(found, engine.Plan):
            break
    tickets = list(people)
    if not isinstance(found, engine.Plan):
        return Impossible(found.code, tuple(tickets[who] for who in found.people)) if found else Impossible("", ())
    to_come = found.rounds[len(evening.played) :]
    return Planned(
        tuple(
            {number: tuple(tickets[who] for who in group) for number, group in enumerate(groups, start=1)}
            for groups in to_come
        )
    )


def count_groups(people: int, *, group_size: int) -> int:
    """How many groups of about `group_size`, none of one person."""
    return max(1, min((2 * people + group_size) // (2 * group_size), people // 2))


def _numbers(evening: Evening) -> dict[int, int]:
    """The engine's number of each ticket: those here, then those who played and have gone."""
    here = sorted(guest.ticket for guest in evening.guests)
    gone = sorted({ticket for places in evening.played for ticket in places} - set(here))
    return {ticket: number for number, ticket in enumerate((*here, *gone))}


def _instance(evening: Evening, people: Mapping[int, int], *, group_size: int, rounds: int) -> Instance:
    """All but who wants to sit with whom."""
    guests = {guest.ticket: guest for guest in evening.guests}
    here = tuple(people[ticket] for ticket in sorted(guests))
    groups = count_groups(len(here), group_size=group_size)
    played = tuple(_groups(places, people) for places in evening.played)
    return Instance(
        n=len(people),
        groups=(*(len(one) for one in played), *[groups] * rounds),
        present=(*(tuple(sorted(people[who] for who in places)) for places in evening.played), *[here] * rounds),
        played=played,
        history={_pair(both, people): weight for both, weight in evening.history.items()},
        blocked=_pairs(evening.blocked, people),
        sectors=_sectors(guests, people),
        first_timers=frozenset(people[guest.ticket] for guest in evening.guests if guest.is_first_timer),
        told=_told(evening, people, groups=groups, rounds=rounds),
    )


def _wishes(evening: Evening) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """Who sits together in the first round that is planned, and who in any.

    Friends and who is looked out for begin the evening together; friends who did not are left alone. A look-out never
    brings two together who are kept apart; of friends who are, the host is told.
    """
    greeted = evening.greeted - evening.blocked
    return (NOBODY, greeted) if evening.played else (evening.friends | greeted, NOBODY)


def _at_most(count: int, pairs: Collection[Pair]) -> frozenset[Pair]:
    """Of these pairs no more than `count` for each person, so that nobody answers all evening."""
    taken: Counter[int] = Counter()
    chosen = set()
    for both in sorted(pairs, key=sorted):
        if all(taken[who] < count for who in both):
            chosen.add(both)
            taken.update(both)
    return frozenset(chosen)


def _told(evening: Evening, people: Mapping[int, int], *, groups: int, rounds: int) -> dict[tuple[int, int], int]:
    """The table, from 0, that people have seen for rounds to come; who stays has one table all evening."""
    done = len(evening.played)
    told = {
        (done + ahead, people[ticket]): table - 1
        for ahead, places in evening.told.items()
        for ticket, table in places.items()
        if ticket in people
    }
    homes = _homes(evening, groups)
    return told | {(done + r, people[ticket]): table for ticket, table in homes.items() for r in range(rounds)}


def _homes(evening: Evening, groups: int) -> dict[int, int]:
    """The table, from 0, of each person who stays: where they sat last, else a free one with a low number."""
    staying = [guest.ticket for guest in sorted(evening.guests, key=lambda one: one.ticket) if guest.stays]
    latest = {ticket: table - 1 for places in evening.played for ticket, table in places.items()}
    homes: dict[int, int] = {}
    for ticket in sorted(staying, key=lambda one: one not in latest):
        free = [table for table in range(groups) if table not in homes.values()] or list(range(groups))
        before = latest.get(ticket)
        homes[ticket] = before if before in free else free[0]
    return homes


def _groups(places: Mapping[int, int], people: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    tables = sorted(set(places.values()))
    return tuple(tuple(sorted(people[who] for who, at in places.items() if at == table)) for table in tables)


def _sectors(guests: Mapping[int, Guest], people: Mapping[int, int]) -> tuple[int, ...] | None:
    """A number for each person's sector; None when nobody here named one."""
    said = [guests[ticket].sector if ticket in guests else "" for ticket in people]
    if not any(said):
        return None
    numbers: dict[str, int] = {}
    return tuple(numbers.setdefault(sector, len(numbers)) for sector in said)


def _pairs(pairs: Collection[Pair], people: Mapping[int, int]) -> frozenset[tuple[int, int]]:
    return frozenset(_pair(both, people) for both in pairs)


def _pair(both: Pair, people: Mapping[int, int]) -> tuple[int, int]:
    one, other = sorted(people[ticket] for ticket in both)
    return one, other
