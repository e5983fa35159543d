"""Comma-separated files that spreadsheets open without running anything in them.

RFC 4180: every cell quoted, quotes doubled, lines end with CR LF. A cell whose text a spreadsheet would take for a
formula gets an apostrophe in front of it, wherever a spreadsheet with other separators might begin a cell.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

MIME = "text/csv; charset=utf-8"
BEGIN = "\ufeff"  # tells spreadsheets that what follows is UTF-8
# At the beginning, or after what another locale's spreadsheet takes for a separator: = + - @ and their wide forms.
FORMULA = re.compile(r"(^|[;,|\"'])(\s*)([=+\-@＝＋－﹢﹣﹦＠﹫])")
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")


def cell(value: object) -> str:
    """The value as a quoted cell."""
    return '"' + neutral(value).replace('"', '""') + '"'


def neutral(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula; control characters become a space. Times are as
    spreadsheets read them, to the minute.
    """
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, int | float | Decimal):
        return str(value)  # a number below zero is no formula
    text = INVISIBLE.sub(" ", "" if value is None else str(value)).strip()
    return FORMULA.sub(r"\1\2'\3", text)


def line(values: Iterable[object]) -> str:
    return ",".join(cell(value) for value in values) + "\r\n"


def lines(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The whole file, a line at a time."""
    yield BEGIN + line(head)
    for row in rows:
        yield line(row)
