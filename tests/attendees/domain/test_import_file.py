import datetime as dt

import pytest

from attendees.domain import import_dates, import_file
from attendees.domain.refused import AttendeeRefused

USUAL = ("email", "name", "date")


def read(text):
    return [(line.number, line.email, line.name, line.date) for line in import_file.read(text, usual=USUAL).lines]


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


def test_files_of_uk_spreadsheets_are_read():
    assert import_file.decode("é€".encode("cp1252")) == "é€"
    assert import_file.decode("\ufeffé€".encode()) == "é€"
    assert import_file.decode("é€".encode("utf-16")) == "é€"


LISTS = {
    "pretix": (
        "Event slug,Order code,Position ID,Status,Email,Phone number,Order date,Order time,Date,Start date,End date,"
        "Product,Attendee name,Attendee name: Given name,Attendee name: Family name,Attendee email,Company",
        "pmo,ABC12,1,Paid,buyer@work.example,,2026-02-01,10:00:00,March,2026-03-03 18:30:00,,Seat,Ada Lovelace,Ada,"
        "Lovelace,a@b.example,Work",
        "pmo,ABC13,1,Canceled,b@b.example,,2026-02-01,10:00:00,March,2026-03-03 18:30:00,,Seat,Ben,,,,",
    ),
    "Eventbrite": (
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,"
        "Currency,Total Paid,Attendee Status,Event Start Date",
        "1001,2026-02-01,Ada,Lovelace,a@b.example,1,,Seat,5001,,Free Order,GBP,0.00,Attending,2026-03-03",
        "1002,2026-02-01,Ben,B,b@b.example,1,,Seat,5002,,Free Order,GBP,0.00,Not Attending,2026-03-03",
    ),
    "Luma": (
        "api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,checked_in_at,ticket_name",
        "gst-1,Ada Lovelace,Ada,Lovelace,a@b.example,,2026-02-01T08:00:00.000Z,approved,2026-03-03T18:31:00.000Z,Seat",
        "gst-2,Ben,,,b@b.example,,2026-02-01T08:00:00.000Z,declined,,Seat",
    ),
    "Hi.Events": (
        "ID,First Name,Last Name,Email,Status,Is Checked In,Checked In At,Product ID,Product Name,Event ID,Public ID,"
        "Short ID,Created Date,Last Updated Date,Notes",
        "1,Ada,Lovelace,a@b.example,ACTIVE,Yes,2026-03-03 18:31:00,4,Seat,9,A-1,abc,2026-02-01 08:00:00,,",
        "2,Ben,B,b@b.example,CANCELLED,No,,4,Seat,9,A-2,abd,2026-02-01 08:00:00,,",
    ),
    "Meetup": (
        "Name\tAttendance\tUser ID\tTitle\tEvent Host\tRSVP\tGuests\tRSVPed on\tJoined Group on\tEmail\tDate",
        "Ada Lovelace\tAttended\tuser 1\t\tNo\tYes\t0\tFebruary 1, 2026\t2019\ta@b.example\tMarch 3, 2026",
        "Ben\t\tuser 2\t\tNo\tWaitlist\t0\tFebruary 1, 2026\t2019\tb@b.example\tMarch 3, 2026",
    ),
}


@pytest.mark.parametrize("platform", LISTS)
def test_lists_of_other_platforms_are_known_by_their_headings(platform):
    listing = import_file.read("\n".join(LISTS[platform]), usual=USUAL)

    ada, ben = listing.lines
    assert (listing.platform, ada.email, ada.name) == (platform, "a@b.example", "Ada Lovelace")
    assert import_dates.read(ada.date, month_first=False, zone=dt.UTC) == dt.date(2026, 3, 3)
    assert [line.gave_up for line in (ada, ben)] == [False, True]
    assert [line.was_checked_in for line in (ada, ben)] == [platform in ("Luma", "Hi.Events", "Meetup"), False]


def test_german_headings_are_known_and_somebodys_own_list_is_nobodys():
    listing = import_file.read("Vorname;Nachname;E-Mail-Adresse;Datum\nAda;Lovelace;a@b.example;3.3.2026", usual=USUAL)

    assert (listing.platform, listing.lines[0].name, listing.lines[0].date) == ("", "Ada Lovelace", "3.3.2026")


def test_meetups_list_without_addresses_says_so():
    with pytest.raises(AttendeeRefused, match="This is a list of Meetup’s without e-mail addresses"):
        import_file.read("Name\tUser ID\tRSVP\tRSVPed on\nAda\tuser 1\tYes\tFebruary 1 2026", usual=USUAL)


def test_buyers_address_serves_where_the_attendee_has_none():
    text = "Order code,Email,Attendee name,Attendee email\nA,buyer@b.example,Ada,\nB,buyer@b.example,Ben,ben@b.example"

    assert [line.email for line in import_file.read(text, usual=USUAL).lines] == ["buyer@b.example", "ben@b.example"]


@pytest.mark.parametrize(
    ("word", "yes"), [("yes", 1), ("TRUE", 1), ("Ja", 1), ("", 0), ("no", 0), ("maybe", 0), ("0", 0)]
)
def test_only_a_clear_yes_to_news_is_one(word, yes):
    listing = import_file.read(f"email,name,newsletter\na@b.example,Ada,{word}", usual=USUAL)

    assert listing.lines[0].wants_news == yes
