"""A list from another platform, read line by line: who, and when. Knows nothing of our rows."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attendees.domain import import_columns
from attendees.domain.import_columns import CHECKED, CHECKED_AT, DATE, EMAIL, FIRST, LAST, NAME, NEWS, NEWS_ON, STATUS
from attendees.domain.refused import AttendeeRefused

MOST_LINES = 5000
NOT_COMING = {
    "cancelled", "canceled", "deleted", "refunded", "declined", "notattending", "notgoing", "no", "waitlist",
    "waitlisted", "pending", "pendingapproval", "invited", "expired", "transferred", "unpaid", "storniert", "abgelehnt",
    "ausstehend",
}  # fmt: skip
SAID_YES = {"yes", "y", "true", "1", "x", "on", "ja", "optin", "optedin", "subscribed", "consented"}
NO = {"", "no", "n", "nein", "false", "0", "none", "noshow", "didnotattend", "absent"}


@dataclass(frozen=True)
class Line:
    """What one line says, by column; `number` as an editor counts."""

    number: int
    cells: Mapping[str, str]

    @property
    def email(self) -> str:
        return self.cells.get(EMAIL, "")

    @property
    def name(self) -> str:
        return self.cells.get(NAME, "") or f"{self.cells.get(FIRST, '')} {self.cells.get(LAST, '')}".strip()

    @property
    def date(self) -> str:
        """When: the evening's day, else when they were checked in."""
        return self.cells.get(DATE, "") or self.cells.get(CHECKED_AT, "")

    @property
    def gave_up(self) -> bool:
        """Whether that platform says that they were not to come."""
        return _bare(self.cells.get(STATUS, "")) in NOT_COMING

    @property
    def was_checked_in(self) -> bool:
        return bool(self.cells.get(CHECKED_AT)) or _bare(self.cells.get(CHECKED, "")) not in NO

    @property
    def wants_news(self) -> bool:
        """Only a clear yes is one."""
        return _bare(self.cells.get(NEWS, "")) in SAID_YES

    @property
    def news_on(self) -> str:
        return self.cells.get(NEWS_ON, "")


@dataclass(frozen=True)
class Listing:
    """A whole list; `platform` is whose it is by its headings, or empty. `was_scanned`: somebody was checked in there,
    so who was not did not come.
    """

    lines: list[Line]
    platform: str
    was_scanned: bool


def decode(content: bytes) -> str:
    """The file's text: UTF-8 or UTF-16 when it says so, else what spreadsheets in the UK write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text: str, *, usual: Sequence[str]) -> Listing:
    """The lines that say something. Columns go by their headings, or without headings in the `usual` order.

    Raises AttendeeRefused for what is no such list.
    """
    rows = _rows(text)
    if not rows:
        raise AttendeeRefused("There is nothing in this list.")
    head = rows[0][1]
    columns, platform = import_columns.find(head), import_columns.platform(head)
    if columns and EMAIL not in columns:
        raise AttendeeRefused(_no_email(platform))
    body = rows[1:] if columns else rows
    if len(body) > MOST_LINES:
        raise AttendeeRefused(f"Bring at most {MOST_LINES:,} lines at once.")
    columns = columns or {name: (at,) for at, name in enumerate(usual)}
    lines = [Line(number, _cells(cells, columns)) for number, cells in body]
    return Listing(lines, platform, was_scanned=any(line.was_checked_in for line in lines))


def _no_email(platform: str) -> str:
    if platform:
        return (
            f"This is a list of {platform}’s without e-mail addresses. Add a column “email”, or ask for a fuller list."
        )
    return "The first line names no column for the e-mail. Call it “email”."


def _cells(cells: Sequence[str], columns: Mapping[str, tuple[int, ...]]) -> dict[str, str]:
    return {
        name: next((cells[at] for at in places if at < len(cells) and cells[at]), "")
        for name, places in columns.items()
    }


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


def _bare(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", word.lower())
