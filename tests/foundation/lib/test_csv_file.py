import csv
import io

import pytest

from foundation.lib import csv_file


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
