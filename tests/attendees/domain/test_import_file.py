import datetime as dt

import pytest

from attendees.domain import import_file
from attendees.domain.refused import AttendeeRefused

USUAL = ("email", "name", "date")


def read(text):
    return [(line.number, line.email, line.name, line.date) for line in import_file.read(text, usual=USUAL)]


@pytest.mark.parametrize(
    "text",
    [
        "a@b.example,Ada Lovelace,2026-01-06",
        "email,name,date\na@b.example,Ada Lovelace,2026-01-06",
        "Name;E-mail;Date\nAda Lovelace;a@b.example;2026-01-06",
        "Date\tEmail Address\tFull name\r\n2026-01-06\ta@b.example\tAda Lovelace\r\n",
        "First Name,Surname,Email,Event Date,Ticket\nAda,Lovelace,a@b.example,2026-01-06,Standard",
        '\ufeff"E-Mail","Name","Date"\n"a@b.example"," Ada  Lovelace ","2026-01-06"\n\n',
    ],
)
def test_columns_are_found_by_their_headings_or_by_the_usual_order(text):
    assert [line[1:] for line in read(text)] == [("a@b.example", "Ada Lovelace", "2026-01-06")]


def test_lines_are_counted_as_an_editor_does():
    text = 'email,name,date\n\na@b.example,"Ada\nLovelace",2026-01-06\nb@b.example,Ben,2026-01-06\n'

    assert [(line[0], line[2]) for line in read(text)] == [(3, "Ada Lovelace"), (5, "Ben")]


def test_short_lines_have_empty_cells():
    assert read("a@b.example\n") == [(1, "a@b.example", "", "")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is nothing in this list."),
        ("\n \n", "There is nothing in this list."),
        ("name,date\nAda,2026-01-06", "The first line names no column for the e-mail."),
        ("a@b.example,Ada,2026-01-06\n" * 5001, "Bring at most 5,000 lines at once."),
        ("a@b.example," + "x" * 200_000, "Line 1 cannot be read"),
    ],
)
def test_what_is_no_list_is_refused(text, sentence):
    with pytest.raises(AttendeeRefused, match=sentence):
        read(text)


@pytest.mark.parametrize(
    "typed",
    ["2026-03-03", "3/3/2026", "03/03/2026", "3.3.2026", "3-3-2026", "3/3/26", "3 March 2026", "3rd March 2026",
     "3 Mar 2026", "2026-03-03 18:30", "2026-03-03T18:30:00", "03/03/2026 18:30"],
)  # fmt: skip
def test_dates_are_read_as_people_in_the_uk_write_them(typed):
    assert import_file.read_date(typed) == dt.date(2026, 3, 3)


def test_day_comes_before_the_month():
    assert import_file.read_date("2/3/2026") == dt.date(2026, 3, 2)


@pytest.mark.parametrize("typed", ["", "32/1/2026", "soon", "2026", "3/13/2026", "=1+1"])
def test_what_is_no_date_is_none(typed):
    assert import_file.read_date(typed) is None


def test_files_of_uk_spreadsheets_are_read():
    assert import_file.decode("é€".encode("cp1252")) == "é€"
    assert import_file.decode("\ufeffé€".encode()) == "é€"
