"""Where lines and dots stand in the pictures of how evenings went: numbers in, coordinates out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from attendees.domain import sectors
from networking.domain.ledger import ORDER, Bridge

CELL = 30  # of the bridges, each way
LARGEST, SMALLEST = 13.5, 4.0  # radius of a dot
WIDTH, HEIGHT, EDGE = 280, 84, 10  # of a line, and what is left free around it
LETTER = 8.2  # about the width of a letter of a label


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    radius: float
    words: str
    is_within: bool  # one sector with itself: no bridge


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Bridges:
    """A triangle: each sector's row ends with its name, and its column begins below it."""

    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    width: int
    height: int


@dataclass(frozen=True)
class Line:
    """`runs` are the points of each unbroken stretch as SVG wants them; `dots` one a value that is known."""

    runs: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - EDGE


def bridges(counts: Mapping[Bridge, int]) -> Bridges:
    """The dots' areas are as the counts; only sectors that were there have a row."""
    present = sorted({sector for pair in counts for sector in pair}, key=lambda sector: ORDER.get(sector, -1))
    at = {sector: CELL / 2 + CELL * number for number, sector in enumerate(present)}
    most = max(counts.values(), default=1)
    dots = [
        Dot(at[one], at[other], _radius(count / most), f"{named(one)} and {named(other)}: {count}", one == other)
        for (one, other), count in counts.items()
    ]
    labels = [Label(place + CELL / 2 + 6, place + 5, named(sector)) for sector, place in at.items()]
    width = max((label.x + LETTER * len(label.words) for label in labels), default=0)
    return Bridges(tuple(dots), tuple(labels), round(width), CELL * len(present))


def named(sector: str) -> str:
    return sectors.LABELS.get(sector, sector)


def _radius(part: float) -> float:
    """Of a dot whose area is this part of the largest; never too small to see."""
    return round(max(SMALLEST, LARGEST * sqrt(part)), 1)


def line(values: Sequence[float | None]) -> Line:
    """From nought at the bottom to the largest value at the top; unknown values leave a gap."""
    most = max((value for value in values if value is not None), default=0) or 1
    step = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / most
            runs[-1].append((round(EDGE + step * number, 1), round(y, 1)))
    drawn = tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1)
    return Line(drawn, tuple(point for run in runs for point in run))
