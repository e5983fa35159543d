"""Workbooks of one sheet that spreadsheets open without running anything in them.

Text is stored as text whatever it begins with, and neutralised as in csv_file, for the day when somebody saves the
sheet as CSV. Numbers, days and times are stored as such.
"""

import datetime as dt
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from itertools import chain
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from foundation.lib import csv_file

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOMENT, DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"
WIDTH = 20


def write(title: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> IO[bytes]:
    """The workbook in an open temporary file that is gone when it is closed. Rows pass one by one: a long list takes
    no more memory than a short one. Whatever fails on the way, no file stays behind.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    names = list(head)
    for at in range(len(names)):
        sheet.column_dimensions[chr(ord("A") + at)].width = WIDTH
    try:
        for row in chain([names], rows):
            sheet.append([_cell(sheet, value) for value in row])
        file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
        book.save(file)
    except BaseException:
        _drop(sheet)
        raise
    file.seek(0)
    return file


def _drop(sheet: WriteOnlyWorksheet) -> None:
    """The sheet's own file, which openpyxl removes when it saves or when the process ends."""
    if not sheet.closed:
        sheet.close()
    with suppress(FileNotFoundError):
        sheet._writer.cleanup()


def _cell(sheet: object, value: object) -> WriteOnlyCell:
    if isinstance(value, int | float | Decimal | dt.date):
        found = WriteOnlyCell(sheet, value=value)
        if isinstance(value, dt.date):
            found.number_format = MOMENT if isinstance(value, dt.datetime) else DAY
        return found
    found = WriteOnlyCell(sheet, value=csv_file.neutral(value))
    found.data_type = "s"  # never a formula, an error or a date that text looks like
    return found
