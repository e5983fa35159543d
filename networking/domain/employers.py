"""Whether two people work for the same employer, as far as they said: when in doubt, they do."""

from foundation.lib import names

LEGAL_FORMS = frozenset({"ltd", "limited", "plc", "llp", "inc", "group", "holdings", "uk", "the", "and", "of"})


def same(one: str, other: str) -> bool:
    """Barclays, BARCLAYS UK plc and Barclays Bank are one; nobody is a colleague of somebody who said nothing."""
    here, there = _words(one), _words(other)
    return bool(here and there) and (here <= there or there <= here)


def _words(employer: str) -> set[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in names.fold(employer).replace("'", ""))
    words = set(plain.split())
    return words - LEGAL_FORMS or words
