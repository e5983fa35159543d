"""A list from another platform, read line by line: who, and when. Knows nothing of our rows."""

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from attendees.domain.refused import AttendeeRefused

MOST_LINES = 5000
EMAIL, NAME, FIRST, LAST, DATE = "email", "name", "first", "last", "date"
HEADINGS = {
    EMAIL: {"email", "emailaddress", "mail", "attendeeemail", "buyeremail"},
    NAME: {"name", "fullname", "attendee", "attendeename", "guest"},
    FIRST: {"firstname", "forename", "givenname", "attendeefirstname"},
    LAST: {"lastname", "surname", "familyname", "attendeelastname", "attendeesurname"},
    DATE: {"date", "eventdate", "evening", "day", "attendedon", "eventstart"},
}
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%Y-%m-%dT%H:%M:%S")
ORDINAL = re.compile(r"(\d)(st|nd|rd|th)\b")


@dataclass(frozen=True)
class Line:
    """What one line says, by column; `number` as an editor counts."""

    number: int
    cells: dict[str, str]

    @property
    def email(self) -> str:
        return self.cells.get(EMAIL, "")

    @property
    def name(self) -> str:
        return self.cells.get(NAME, "") or f"{self.cells.get(FIRST, '')} {self.cells.get(LAST, '')}".strip()

    @property
    def date(self) -> str:
        return self.cells.get(DATE, "")


def decode(content: bytes) -> str:
    """The file's text: UTF-8, else what spreadsheets in the UK write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text: str, *, usual: Sequence[str]) -> list[Line]:
    """The lines that say something. Columns go by their headings, or without headings in the `usual` order.

    Raises AttendeeRefused for what is no such list.
    """
    rows = _rows(text)
    if not rows:
        raise AttendeeRefused("There is nothing in this list.")
    columns = _columns(rows[0][1])
    if columns and EMAIL not in columns.values():
        raise AttendeeRefused("The first line names no column for the e-mail. Call it “email”.")
    body = rows[1:] if columns else rows
    if len(body) > MOST_LINES:
        raise AttendeeRefused(f"Bring at most {MOST_LINES:,} lines at once.")
    columns = columns or dict(enumerate(usual))
    return [
        Line(number, {name: cells[at] for at, name in columns.items() if at < len(cells)}) for number, cells in body
    ]


def read_date(text: str) -> dt.date | None:
    """A day as people in the UK write it: 2026-03-03, 3/3/2026, 3 March 2026; None when it is none."""
    plain = ORDINAL.sub(r"\1", text.strip()).replace(",", "")
    for form in DATES:
        for candidate in (plain, plain.partition(" ")[0]):  # a time after the day does not matter
            try:
                return dt.datetime.strptime(candidate, form).replace(tzinfo=dt.UTC).date()
            except ValueError:
                continue
    return None


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """(line number, cells), without empty lines; the separator is whichever the first line has most of."""
    clean = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    first = clean.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(clean), delimiter=max(",;\t", key=first.count))
    found, began = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((began, [" ".join(cell.split()) for cell in cells]))
            began = reader.line_num + 1
    except csv.Error as error:
        raise AttendeeRefused(f"Line {began} cannot be read: it is no comma-separated list.") from error
    return found


def _columns(cells: Sequence[str]) -> dict[int, str]:
    """Which column is what; empty when the line is not made of headings."""
    if any("@" in cell for cell in cells):
        return {}
    bare = [re.sub(r"[^a-z]", "", cell.lower()) for cell in cells]
    return {at: name for at, cell in enumerate(bare) for name, known in HEADINGS.items() if cell in known}
