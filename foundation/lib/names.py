"""Names as people give them: nothing is known about their parts but the first word."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import groupby, pairwise, takewhile

TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame", "rev"})
# Letters that have no plain one inside them, as keyboards at the door lack them.
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def first(name: str) -> str:
    """What one says in a greeting: "Priya" of "Dr Priya Shah", all of a name that is one word."""
    words = _words(name)
    return words[0] if words else ""


def listed(names: list[str]) -> str:
    """Ada · Ada and Ben · Ada, Ben and Cem."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def fold(text: str) -> str:
    """For comparing what people type: without accents, in one case."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold().translate(PLAIN)


def forgotten(text: str, names: Collection[str]) -> str:
    """The text with "somebody" for each of these names, as whole words, however they are written large or small."""
    called = sorted((re.escape(name) for name in names if name), key=len, reverse=True)
    return re.sub(rf"(?<!\w)({'|'.join(called)})(?!\w)", "somebody", text, flags=re.IGNORECASE) if called else text


def shortened(names: Sequence[str]) -> list[str]:
    """Each one's first name and, in the same order, as many letters of the rest as tell two people apart.

    "Tom Whitfield", "Tom Wong", "Ada Lovelace" become Tom Wh, Tom Wo, Ada. Equal names stay equal.
    """
    parts = [_split(name) for name in names]
    shown = [start for start, _ in parts]
    order = sorted(range(len(parts)), key=lambda at: (fold(parts[at][0]), fold(parts[at][1])))
    for _, group in groupby(order, key=lambda at: fold(parts[at][0])):
        for at, letters in _letters_needed([(at, parts[at][1]) for at in group]):
            shown[at] = f"{parts[at][0]} {letters}".strip()
    return shown


def _letters_needed(rests: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """For names with the same first word: the beginning of each rest that no other rest shares."""
    different = sorted({fold(rest) for _, rest in rests})
    needed = dict.fromkeys(different, 0)
    for one, other in pairwise(different):  # sorted, so that a neighbour shares most
        letters = _shared(one, other) + 1
        needed[one], needed[other] = max(needed[one], letters), max(needed[other], letters)
    return [(at, _beginning(rest, needed[fold(rest)])) for at, rest in rests]


def _shared(one: str, other: str) -> int:
    """How many letters at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _beginning(rest: str, letters: int) -> str:
    """So many letters of the folded rest, as they were written."""
    end = 0
    while end < len(rest) and len(fold(rest[:end])) < letters:
        end += 1
    return rest[:end].rstrip()


def _split(name: str) -> tuple[str, str]:
    words = _words(name)
    return (words[0], " ".join(words[1:])) if words else ("", "")


def _words(name: str) -> list[str]:
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".") in TITLES:
        words = words[1:]
    return words
