"""Whom somebody who arrives may be introduced to: people of the same sector, or whose sector their question is about.

A pure rule over what people said for this purpose; it names nobody's sector and no question to anybody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from attendees.models import SignUp
from foundation.lib import names

MOST = 5
SHORTEST = 4  # letters of a word that may name a sector
UNSAID = {"", "other"}
NO_NAMES = {"sector", "something", "else", "other", "and"}


@dataclass(frozen=True)
class Person:
    """Somebody with a place. `party` is who they came with: nobody is introduced to their own friends."""

    pk: int
    party: int
    sector: str = ""
    question: str = ""


def candidates(people: Sequence[Person]) -> dict[int, list[int]]:
    """For each person the few who suit best, best first; who of them is in, the door knows.

    Ties go round, so that not everybody is sent to the same person.
    """
    by_sector: dict[str, list[Person]] = {}
    for person in people:
        if person.sector not in UNSAID:
            by_sector.setdefault(person.sector, []).append(person)
    return {person.pk: [found.pk for found in _suiting(person, by_sector)][:MOST] for person in people}


def _suiting(person: Person, by_sector: dict[str, list[Person]]) -> Iterator[Person]:
    sectors = [sector for sector in asked_about(person.question) if sector != person.sector]
    for sector in [*sectors, person.sector]:
        others = [other for other in by_sector.get(sector, ()) if other.party != person.party]
        yield from sorted(others, key=lambda other: (other.pk <= person.pk, other.pk))


def asked_about(question: str) -> list[str]:
    """The sectors that a question names: "How do banks plan?" is about finance."""
    asked = [word.strip(".,?!") for word in names.fold(question).split()]
    asked = [word for word in asked if len(word) >= SHORTEST]
    return [sector for sector, words in _sector_words() if any(_same(word, one) for word in asked for one in words)]


@cache
def _sector_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    known = ((key, {key, *names.fold(label).split()} - NO_NAMES) for key, label in SignUp.SECTORS if key not in UNSAID)
    return tuple((key, tuple(sorted(word for word in words if len(word) >= SHORTEST))) for key, words in known)


def _same(asked: str, word: str) -> bool:
    """bank, banks and banking: the same beginning."""
    return asked[: max(SHORTEST, len(word) - 3)] == word[: max(SHORTEST, len(word) - 3)]
