"""How the room's screen writes a round, to be read from six metres: the tables with their names while all fit at once,
else everybody by first name with their table, on pages that it turns. Plain values, no queries.

Heights are in the screen's own em, a 27th of its height (see .wall-main). No name is smaller than a 36th of the height,
30 of 1080 lines; tests/flows/test_wall.py measures in Chromium that what is said to fit does.
"""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from foundation.lib import names
from networking.domain.tables import Look
from networking.domain.tonight import Table

Listed = tuple[str, Look]  # somebody as they are called, and their table

TURN_EVERY = 10  # seconds: the names of three hundred people are six pages, so that all see theirs within a minute
ON_A_PAGE = 54  # three columns of eighteen lines
WIDE_ON_A_PAGE = 36  # two columns, for more letters than these beside a table
NARROW = 20
HEIGHT = 18.4  # for the tables, below a question of two lines


@dataclass(frozen=True)
class Size:
    """How large tables are written: a card has `letters` to a line, and is so high for each line and `around` them."""

    name: str
    columns: int
    letters: int
    line: float
    around: float


SIZES = (
    Size("few", columns=2, letters=35, line=1.5, around=2.95),
    Size("some", columns=4, letters=18, line=1.3, around=2.55),
    Size("many", columns=4, letters=22, line=1.1, around=2.0),
    Size("crowd", columns=4, letters=25, line=0.93, around=1.45),
)


@dataclass(frozen=True)
class Page:
    """A part of the alphabet with the table of each, or where the tables stand; `label` says which."""

    label: str
    people: tuple[Listed, ...] = ()
    looks: tuple[Look, ...] = ()

    @property
    def is_wide(self) -> bool:
        return any(len(look.where) > NARROW for look in self.looks)

    @property
    def is_airy(self) -> bool:
        """So few lines that there may be space between them."""
        return len(self.people) + len(self.looks) <= (WIDE_ON_A_PAGE if self.is_wide else ON_A_PAGE) * 5 // 6


@dataclass(frozen=True)
class Written:
    """Either `tables` in a `size`, or `pages`."""

    tables: tuple[Table, ...] = ()
    size: str = ""
    pages: tuple[Page, ...] = ()


def write(tables: Sequence[Table]) -> Written:
    """Of tables as a shared screen may show them: who is not named there is on no page either."""
    size = next((size for size in SIZES if _height(tables, size) <= HEIGHT), None)
    listed = [(who.called, table.look) for table in tables for who in table.people]
    if size or not listed:
        return Written(tuple(tables), (size or SIZES[-1]).name)
    listed.sort(key=lambda each: (names.fold(each[0]), each[1].number))
    return Written(pages=(*_by_name(listed), *_places([table.look for table in tables if table.look.where])))


def _height(tables: Sequence[Table], size: Size) -> float:
    """Each row is as high as its fullest table."""
    lines = [_lines(table, size) for table in tables]
    rows = [max(lines[at : at + size.columns]) for at in range(0, len(lines), size.columns)]
    return sum(row * size.line + size.around for row in rows)


def _lines(table: Table, size: Size) -> int:
    """Of its people, and one for the words of where it stands; a name is never broken in two."""
    people = ", ".join(who.called.replace(" ", "\u00a0") for who in table.people)
    return max(1, len(textwrap.wrap(people, size.letters))) + bool(table.look.where)


def _by_name(people: Sequence[Listed]) -> list[Page]:
    """Labelled as drawers are: A–Dan, Dav–L, M–Z."""
    parts = [people[start:end] for start, end in pairwise(_cuts(people))]
    around = [(_beginning(one[-1], other[0]), _beginning(other[0], one[-1])) for one, other in pairwise(parts)]
    begins = [people[0][0][:1], *(begin for _, begin in around)]
    ends = [*(end for end, _ in around), people[-1][0][:1]]
    labels = [begin if begin == end else f"{begin}–{end}" for begin, end in zip(begins, ends, strict=True)]
    return [Page(label, people=tuple(part)) for label, part in zip(labels, parts, strict=True)]


def _cuts(people: Sequence[Listed]) -> list[int]:
    """Where pages begin and the last one ends: as few as hold all, about equal, between two letters if one is near."""
    count = -(-len(people) // ON_A_PAGE)
    near = (ON_A_PAGE - -(-len(people) // count)) // 2
    even = [len(people) * number // count for number in range(1, count)]
    return [0, *(min(range(at - near, at + near + 1), key=_parting(people, at)) for at in even), len(people)]


def _parting(people: Sequence[Listed], wanted: int) -> Callable[[int], tuple[int, int]]:
    """How badly a page ends before this one: within a letter, or even between two of the same first name."""

    def badness(at: int) -> tuple[int, int]:
        one, other = (names.fold(people[number][0]) for number in (at - 1, at))
        worse = 0 if one[:1] != other[:1] else 1 if names.first(one) != names.first(other) else 2
        return worse, abs(at - wanted)

    return badness


def _places(looks: Sequence[Look]) -> list[Page]:
    each = WIDE_ON_A_PAGE if any(len(look.where) > NARROW for look in looks) else ON_A_PAGE
    return [Page("Tables", looks=tuple(looks[at : at + each])) for at in range(0, len(looks), each)]


def _beginning(listed: Listed, other: Listed) -> str:
    """The shortest beginning of a name that is not the other's: Dan of Daniel, beside David."""
    pairs = zip(listed[0], other[0], strict=False)
    same = sum(1 for _ in takewhile(lambda pair: names.fold(pair[0]) == names.fold(pair[1]), pairs))
    return listed[0][: same + 1].rstrip()
