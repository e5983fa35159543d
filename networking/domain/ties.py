"""Ties: two people who confirmed that they met. Both said "we talked", or they swapped details and still do."""

from collections.abc import Collection

from django.db.models import Q

from attendees.models import Profile
from networking.models import Swap, Talked


def confirmed(event_id: int) -> set[frozenset[int]]:
    """The pairs of one evening's tickets (ids) that are ties. Two queries."""
    return confirmed_at([event_id])[event_id]


def confirmed_at(event_ids: Collection[int]) -> dict[int, set[frozenset[int]]]:
    """The same for many evenings, by event id. Two queries."""
    said: dict[int, set[tuple[int, int]]] = {pk: set() for pk in event_ids}
    for event, by, to in Talked.objects.filter(event__in=event_ids).values_list("event", "by", "to"):
        said[event].add((by, to))
    found = {pk: _both(pairs) for pk, pairs in said.items()}
    swapped = Swap.objects.filter(event__in=event_ids).agreed()
    for event, asker, other in swapped.values_list("event", "asker", "other"):
        found[event].add(frozenset((asker, other)))
    return found


def of(profile: Profile) -> set[frozenset[int]]:
    """A person's ties at all evenings, as pairs of tickets (ids) of which one is theirs. Two queries.

    For figures: a page that names people asks `people.of`, which leaves out whom they never see.
    """
    talked = Talked.objects.filter(Q(by__holder=profile) | Q(to__holder=profile))
    swapped = Swap.objects.agreed().filter(Q(asker__holder=profile) | Q(other__holder=profile))
    pairs = {frozenset(pair) for pair in swapped.values_list("asker", "other")}
    return pairs | _both(set(talked.values_list("by", "to")))


def _both(said: set[tuple[int, int]]) -> set[frozenset[int]]:
    return {frozenset(pair) for pair in said if (pair[1], pair[0]) in said}
