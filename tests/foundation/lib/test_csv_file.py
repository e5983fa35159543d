import csv
import datetime as dt
import io
from decimal import Decimal

import pytest

from foundation.lib import csv_file
from tests.support.spreadsheet_games import GAMES, STARTS


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ada Lovelace", '"Ada Lovelace"'),
        ('Ada "the" Lovelace', '"Ada ""the"" Lovelace"'),
        ("=1+1", '"\'=1+1"'),
        ("+44 20", '"\'+44 20"'),
        ("-1", '"\'-1"'),
        ("@SUM(A1)", '"\'@SUM(A1)"'),
        ("＝1+1", '"\'＝1+1"'),
        ("  =1", '"\'=1"'),
        ("\t=1", '"\'=1"'),
        ("\r\n=1", '"\'=1"'),
        ("\x00=1", '"\'=1"'),
        ("a;=1", '"a;\'=1"'),
        ('a";=1', '"a"";\'=1"'),
        ("a\r\nb", '"a b"'),
        ("O'Brien-Smith", '"O\'Brien-Smith"'),
        ("", '""'),
        (None, '""'),
        (7, '"7"'),
    ],
)
def test_cell_is_quoted_and_begins_no_formula(text, written):
    assert csv_file.cell(text) == written


def test_file_reads_back_with_a_parser():
    names = ['=cmd|"/c calc"!A1', "a,b", 'quote " in it', "two\nlines", "Małgorzata"]

    text = "".join(csv_file.lines(["Name"], [[name] for name in names]))

    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n") == 6
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))) == [
        ["Name"],
        ['\'=cmd|"/c calc"!A1'],
        ["a,b"],
        ['quote " in it'],
        ["two lines"],
        ["Małgorzata"],
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("text", ["=1", "x;=1", 'x";"=1', "x\t=1", ";=1;", '"=1', "';=1"])
def test_no_spreadsheet_finds_a_formula_in_it(text, delimiter):
    row = csv_file.line(["Ada", text])

    cells = [cell.strip(' "') for line in csv.reader([row], delimiter=delimiter) for cell in line]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_no_game_of_the_collection_begins_a_cell(delimiter):
    text = "".join(csv_file.lines(["Name", "Note"], [["Ada", game] for game in GAMES]))

    begun = [
        cell.strip(" '\"\u00a0")[:1] if not cell.strip(' "\u00a0').startswith("'") else "'"
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
        for cell in row
    ]

    assert not set(begun) & set(STARTS)


def test_times_are_written_to_the_minute_and_numbers_as_they_are():
    assert csv_file.line(
        [dt.datetime.fromisoformat("2026-06-01 18:30:12"), dt.date(2026, 6, 1), Decimal("5.00"), 7]
    ) == ('"2026-06-01 18:30","2026-06-01","5.00","7"\r\n')
