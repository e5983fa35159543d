import datetime as dt
import io
import tracemalloc
import zipfile
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from foundation.lib import csv_file, xlsx_file
from tests.support.spreadsheet_games import GAMES

MOST_LETTERS = 32_767  # in one cell of a workbook


def read(head, rows):
    with xlsx_file.write("people", head, rows) as file:
        content = file.read()
    sheet = load_workbook(io.BytesIO(content)).active
    return content, [list(row) for row in sheet.iter_rows()]


def test_head_and_rows_read_back_with_their_kinds():
    moment, day = dt.datetime.fromisoformat("2026-06-01 18:30"), dt.date(2026, 6, 1)

    _, cells = read(["Name", "Price", "When", "Day"], [["Zoë", Decimal("5.00"), moment, day], [None, 3, None, None]])

    assert [[cell.value for cell in row] for row in cells] == [
        ["Name", "Price", "When", "Day"],
        ["Zoë", 5, moment, dt.datetime.fromisoformat("2026-06-01 00:00")],
        [None, 3, None, None],
    ]
    assert (cells[1][2].number_format, cells[1][3].number_format) == ("yyyy-mm-dd hh:mm", "yyyy-mm-dd")


@pytest.mark.parametrize("game", GAMES)
def test_no_cell_is_a_formula_an_error_or_a_link(game):
    content, cells = read(["Name"], [[game]])

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert {cell.data_type for row in cells for cell in row} <= {"s", "n", "inlineStr"}
    assert b"<f>" not in sheet
    assert (cells[1][0].value or "") == csv_file.neutral(game)[:MOST_LETTERS]


def test_no_file_stays_behind_whether_it_is_sent_or_fails_half_way(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def failing():
        yield ["Ada"]
        raise ConnectionError("the database went away")

    xlsx_file.write("people", ["Name"], [["Ada"]]).close()
    with pytest.raises(ConnectionError):
        xlsx_file.write("people", ["Name"], failing())

    assert list(tmp_path.iterdir()) == []


def test_long_list_takes_no_more_memory_than_a_short_one():
    def peak(count):
        tracemalloc.start()
        with xlsx_file.write("people", ["Name", "Note"], ([f"Person {n}", "x" * 200 + str(n)] for n in range(count))):
            used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    assert peak(5000) < peak(500) + 300_000
