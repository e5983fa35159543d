"""What becomes of one line of a list from elsewhere."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from django.core.exceptions import ValidationError

from attendees.domain.import_file import Line
from foundation.lib.form_fields import EmailField, NameField

NEW, JOINED, KNOWN, FULL, BAD = "new", "joined", "known", "full", "bad"
BROUGHT = (NEW, JOINED)
AT_ONCE = 500
Item = TypeVar("Item")


@dataclass(frozen=True)
class Fate:
    """NEW is brought in, JOINED too, to somebody whom we know; KNOWN is there already, FULL found no place, BAD says
    why. `news` is the day of a yes to news that comes along.
    """

    line: int
    kind: str
    sentence: str
    name: str = ""
    email: str = ""
    date: dt.date | None = None
    news: dt.date | None = None

    def but(self, kind: str, sentence: str) -> "Fate":
        return replace(self, kind=kind, sentence=sentence)

    def with_days(self, *, date: dt.date | None, news: dt.date | None) -> "Fate":
        return replace(self, date=date, news=news)


def read_person(line: Line) -> Fate:
    """A line whose person has an address and a name is NEW for now."""
    try:
        email = EmailField().clean(line.email)
    except ValidationError:
        shown = f"“{line.email[:60]}” is no e-mail address." if line.email else "There is no e-mail address."
        return Fate(line.number, BAD, shown)
    try:
        name = NameField().clean(line.name)
    except ValidationError:
        shown = f"“{line.name[:60]}” cannot be a name." if line.name else "There is no name."
        return Fate(line.number, BAD, shown, email=email)
    return Fate(line.number, NEW, "New.", name, email)


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch
