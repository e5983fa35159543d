"""How the room's screen writes the board, to be read from six metres: each heading beside the next while all of it
fits, else in columns on pages that the screen turns. Plain values, no queries.

Heights are in the board's own em, a 30th of the screen's height (see .wall-main .board);
tests/flows/test_wall_board.py measures in Chromium that what is said to fit does.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from networking.domain.board import Board, Heading

TURN_EVERY = 15  # seconds: a page is read once, aloud if need be
COLUMNS = 3
HEIGHT = 20  # below a question of two lines
LETTERS = {1: 84, 2: 42, 3: 28}  # of a line, by how many stand beside each other; of four or more:
NARROW = 19
TITLE, LINE, AROUND, WAITING = 2.4, 1.3, 1.3, 2.6

Column = tuple[Heading, ...]


@dataclass(frozen=True)
class Page:
    """Columns from left to right, of headings or of parts of them."""

    columns: tuple[Column, ...]


def write(board: Board) -> tuple[Page, ...]:
    """None while the whole board fits at once."""
    if _height_at_once(board.headings) <= HEIGHT:
        return ()
    columns = list(_columns(board.headings))
    return tuple(Page(tuple(columns[at : at + COLUMNS])) for at in range(0, len(columns), COLUMNS))


def _height_at_once(headings: Sequence[Heading]) -> float:
    """Each row of headings is as high as its fullest."""
    beside = min(len(headings), 4)
    heights = [_height(heading, LETTERS.get(beside, NARROW)) for heading in headings]
    return sum(max(heights[at : at + beside]) for at in range(0, len(heights), max(1, beside)))


def _height(heading: Heading, letters: int) -> float:
    words = sum(_height_of(words, letters) for words in heading.words)
    return TITLE + words + (WAITING if heading.waiting or not heading.words else 0)


def _height_of(words: str, letters: int) -> float:
    return len(textwrap.wrap(words, letters)) * LINE + AROUND


def _columns(headings: Sequence[Heading]) -> Iterator[Column]:
    """One after the other, each as full as can be; a heading that goes on in the next stands above it again."""
    column: list[Heading] = []
    room: float = HEIGHT
    for heading in headings:
        rest: Heading | None = heading
        while rest:
            part, rest = _cut(rest, room)
            if part:
                column.append(part)
                room -= _height(part, LETTERS[COLUMNS])
            if rest:
                yield tuple(column)
                column, room = [], HEIGHT
    yield tuple(column)


def _cut(heading: Heading, room: float) -> tuple[Heading | None, Heading | None]:
    """As much of a heading as fits into this room, and what is left of it; into an empty column at least one."""
    if _height(heading, LETTERS[COLUMNS]) <= room:
        return heading, None
    heights = accumulate(_height_of(words, LETTERS[COLUMNS]) for words in heading.words)
    count = max(sum(TITLE + height <= room for height in heights), room == HEIGHT)
    if not count:
        return None, heading
    rest = Heading(heading.name, heading.words[count:], heading.waiting)
    return Heading(heading.name, heading.words[:count], 0), rest if rest.words or rest.waiting else None
