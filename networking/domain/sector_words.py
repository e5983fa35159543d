"""Which sectors a question names by itself, when its asker chose none: "How do banks plan?" is about finance."""

from functools import cache

from attendees.domain import sectors
from foundation.lib import names

SHORTEST = 4  # letters of a word that may name a sector
NO_NAMES = {"sector", "something", "else", "other", "and"}


def asked_about(question: str) -> list[str]:
    """The sectors that these words name, in the order of the list."""
    asked = [word.strip(".,?!") for word in names.fold(question).split()]
    asked = [word for word in asked if len(word) >= SHORTEST]
    return [sector for sector, words in _sector_words() if any(_same(word, one) for word in asked for one in words)]


@cache
def _sector_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    known = (
        (key, {key, *names.fold(label).split()} - NO_NAMES) for key, label in sectors.LABELS.items() if key != "other"
    )
    return tuple((key, tuple(sorted(word for word in words if len(word) >= SHORTEST))) for key, words in known)


def _same(asked: str, word: str) -> bool:
    """bank, banks and banking: the same beginning."""
    return asked[: max(SHORTEST, len(word) - 3)] == word[: max(SHORTEST, len(word) - 3)]
