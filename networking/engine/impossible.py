"""Wishes that no plan can meet, found by counting, with the people they concern."""

from dataclasses import dataclass

from networking.engine.instance import Instance, Pair, pair, pairs_of


@dataclass(frozen=True)
class Impossible:
    """Why there is no plan: a `code` for programs and the people to talk to, for the host only."""

    code: str
    people: tuple[int, ...]


def find(instance: Instance) -> Impossible | None:
    """The first reason why the instance has no valid plan; None says nothing against it, not that there is one."""
    met = {both for groups in instance.played for both in pairs_of(groups)}
    wanted = sorted(instance.together - met)
    return (
        _blocked_and_together(instance)
        or _never_both_there(instance, wanted)
        or _too_many_at_once(instance)
        or _too_many_together(instance, wanted)
        or _too_many_blocked(instance)
        or _more_apart_than_groups(instance)
    )


def _blocked_and_together(instance: Instance) -> Impossible | None:
    both = sorted(instance.blocked & (instance.together | instance.together_first))
    return Impossible("same_pair_blocked_and_together", both[0]) if both else None


def _never_both_there(instance: Instance, wanted: list[Pair]) -> Impossible | None:
    there = [set(instance.present[r]) for r in instance.open_rounds]
    for both in wanted:
        if not any(set(both) <= people for people in there):
            return Impossible("pair_never_there_at_once", both)
    return None


def _too_many_at_once(instance: Instance) -> Impossible | None:
    """People who all want to sit together in the first round: one is not there, two are blocked, or no group is so
    large.
    """
    if not instance.open_rounds:
        return None
    first = instance.open_rounds[0]
    there, most = set(instance.present[first]), max(instance.sizes(first))
    for people in _circles(instance.together_first):
        if not set(people) <= there:
            return Impossible("pair_never_there_at_once", people)
        if any(both in instance.blocked for both in pairs_of([people])):
            return Impossible("same_pair_blocked_and_together", people)
        if len(people) > most:
            return Impossible("too_many_together_at_once", people)
    return None


def _circles(pairs: frozenset[Pair]) -> list[tuple[int, ...]]:
    """People who are joined by these pairs, directly or over others."""
    circles: list[set[int]] = []
    for both in sorted(pairs):
        joined = [circle for circle in circles if circle & set(both)]
        circles = [circle for circle in circles if not circle & set(both)] + [set(both).union(*joined)]
    return [tuple(sorted(circle)) for circle in circles]


def _too_many_together(instance: Instance, wanted: list[Pair]) -> Impossible | None:
    """Somebody wants more partners than their groups have seats."""
    for who in range(instance.n):
        partners = [other for both in wanted if who in both for other in both if other != who]
        rounds = [r for r in instance.open_rounds if who in instance.present[r]]
        if len(partners) > sum(max(instance.sizes(r)) - 1 for r in rounds):
            return Impossible("too_many_together_for_one_person", (who, *partners))
    return None


def _too_many_blocked(instance: Instance) -> Impossible | None:
    """Too few people are left whom somebody may sit with to fill the smallest group."""
    for r in instance.open_rounds:
        there = instance.present[r]
        for who in there:
            kept_apart = [other for other in there if other != who and pair(who, other) in instance.blocked]
            if len(there) - 1 - len(kept_apart) < min(instance.sizes(r)) - 1:
                return Impossible("person_blocked_from_too_many", (who, *kept_apart))
    return None


def _more_apart_than_groups(instance: Instance) -> Impossible | None:
    """More people who must all be kept apart from each other than a round has groups."""
    for r in instance.open_rounds:
        there = set(instance.present[r])
        apart = {who: {other for other in there if pair(who, other) in instance.blocked} for who in there}
        for who in sorted(there, key=lambda one: -len(apart[one])):
            clique, candidates = [who], set(apart[who])
            while candidates:
                chosen = min(candidates, key=lambda one: (-len(apart[one] & candidates), one))
                clique.append(chosen)
                candidates &= apart[chosen]
            if len(clique) > instance.groups[r]:
                return Impossible("more_people_apart_than_groups", tuple(sorted(clique)))
    return None
