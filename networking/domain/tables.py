"""What a table looks like: a colour, a shape and a place in the room, from its number; never a colour alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from networking.models import RoomTable

MOST = 100  # so many differ from each other: three hundred people in threes
COLOURS = ("blue", "yellow", "red", "green", "white", "purple", "orange", "black", "pink", "brown")
SHAPES = (("circle", "●"), ("triangle", "▲"), ("square", "■"), ("star", "★"), ("diamond", "◆"), ("heart", "♥"))
MORE_SHAPES = (("moon", "☾"), ("arrow", "↑"), ("flag", "⚑"), ("cloud", "☁"))  # each for one more turn of the colours


@dataclass(frozen=True)
class Look:
    """A table as people find it: "BLUE ● table, by the window". `where` is "" when nobody said."""

    number: int
    colour: str
    shape: str
    sign: str
    where: str = ""

    @property
    def word(self) -> str:
        """The colour; with the shape where another table has the colour already: BLUE, BLUE TRIANGLE."""
        return (self.colour if self.number <= len(COLOURS) else f"{self.colour} {self.shape}").upper()

    @property
    def name(self) -> str:
        return f"{self.word} {self.sign} table"

    def __str__(self) -> str:
        return f"{self.name}, {self.where}" if self.where else self.name


def look(number: int, *, where: str = "") -> Look:
    """Of table `number`, from 1. The first hundred differ from each other."""
    colour = COLOURS[(number - 1) % len(COLOURS)]
    turn = (number - 1) // len(COLOURS)
    more = turn - len(SHAPES)
    shape, sign = MORE_SHAPES[more % len(MORE_SHAPES)] if more >= 0 else SHAPES[(number - 1 + 3 * turn) % len(SHAPES)]
    return Look(number, colour, shape, sign, where)


def looks(event_id: int, *, numbers: Iterable[int]) -> dict[int, Look]:
    """Of these tables of an evening, with where they stand. One query."""
    where = dict(RoomTable.objects.filter(event=event_id).values_list("number", "where"))
    return {number: look(number, where=where.get(number, "")) for number in sorted(numbers)}


def by_colour(looks: Iterable[Look]) -> list[Look]:
    """In the order in which one of many is found: all blue ones, all yellow ones, and so on."""
    return sorted(looks, key=lambda look: (COLOURS.index(look.colour), look.number))
