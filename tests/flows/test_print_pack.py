"""What a host takes along on paper, as Chromium prints it."""

import datetime as dt
import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from events.models import Event, Places
from foundation.lib import clock
from networking.models import RoomTable
from tests.support.factories import ProfileFactory, SignUpFactory
from tests.support.rooms import here, plan, run_sheet

pytestmark = [pytest.mark.django_db(transaction=True)]
A4 = (595, 842)  # points


@pytest.fixture
def desk(page, live_server, event, host, sign_in):
    """Henry's browser on a path of the evening; 90 people come, the last pays at the door."""
    Places.objects.filter(event=event).update(capacity=100, ceiling=100)
    for number in range(89):
        SignUpFactory(event=event, buyer=ProfileFactory(name=f"Guest{number:02} Surname{number:02}"))
    SignUpFactory(event=event, buyer=ProfileFactory(name="Zed Last"), way="door", created_at=clock.now())
    sign_in(page, host)
    return lambda path: page.goto(f"{live_server.url}/desk/events/{event.pk}/print/{path}") and page


def sheets(page):
    """The text of each sheet, and that each is A4."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in reader.pages} == {A4}
    return [sheet.extract_text() for sheet in reader.pages]


def test_list_prints_with_its_head_on_each_sheet_and_text_that_can_be_searched(desk, event):
    found = sheets(desk(""))

    assert len(found) >= 3
    full = [sheet for sheet in found if "Guest" in sheet]
    assert all("Name" in sheet and "Code" in sheet for sheet in full)
    whole = "\n".join(found)
    assert all(f"Guest{number:02} Surname{number:02}" in whole for number in range(89))
    assert "£5 to pay" in whole
    for chrome in ("Print this page", "My events", "Skip to"):
        assert chrome not in whole


def test_stickers_print_first_names_on_sheets_of_twenty_four(desk):
    found = sheets(desk("stickers/"))

    assert [sheet.count("Guest") for sheet in found] == [24, 24, 24, 17]
    assert "Zed" in found[-1]
    assert "Surname" not in "".join(found)


def test_signs_print_two_to_a_sheet_with_colour_word_and_place(desk, event):
    RoomTable.objects.create(event=event, number=2, where="by the bar")
    run_sheet(event)
    page = desk("signs/?tables=3")
    expect(page.get_by_label("How many tables")).to_have_value("3")

    note = "One phone of this table: who is here, how to start, where next"
    assert [[line.strip() for line in sheet.splitlines() if line.strip()] for sheet in sheets(page)] == [
        ["BLUE", note, "YELLOW", "by the bar", note],
        ["RED", note],
    ]


@pytest.fixture
def sixty(event):
    """Twelve tables of five in three rounds, moving on by a different step each, past midnight: the longest date."""
    Places.objects.filter(event=event).update(capacity=200, ceiling=200)
    late = event.starts_at.replace(hour=21, minute=30)
    Event.objects.filter(pk=event.pk).update(starts_at=late, ends_at=late + dt.timedelta(hours=4))
    tickets = here(event, *(f"Person{number:02} Surname" for number in range(60)))
    for number in (1, 2, 3):
        tables = [[tickets[5 * ((at + number * seat) % 12) + seat] for seat in range(5)] for at in range(12)]
        plan(event, *tables, number=number, opener=f"Opener {number}?")
    return tickets


def test_everybodys_tables_print_on_one_sheet(desk, sixty):
    [sheet] = sheets(desk("where/"))

    assert all(f"Person{number:02}" in sheet for number in range(60))
    assert "Surname" not in sheet
    assert sheet.count("BLUE") >= 15


def test_rounds_print_a_sheet_each(desk, sixty):
    found = [sheet for sheet in sheets(desk("rounds/")) if "Person" in sheet]

    assert [sheet.count("Person") for sheet in found] == [60, 60, 60]
    assert ["Opener 1?" in found[0], "Opener 2?" in found[1], "Opener 3?" in found[2]] == [True] * 3


def test_each_sheet_of_a_round_says_which_round_and_what_its_columns_are(desk, event):
    Places.objects.filter(event=event).update(capacity=300, ceiling=300)
    tickets = here(event, *(f"Person{number:03} Surname" for number in range(120)))
    for number in (1, 2):
        plan(event, *(tickets[at::40] for at in range(40)), number=number, opener=f"Opener {number}?")

    found = [sheet for sheet in sheets(desk("rounds/")) if "Person" in sheet]

    assert len(found) > 2
    assert all(("Round 1: table" in sheet) != ("Round 2: table" in sheet) for sheet in found)
    assert all(f"Person{number:03}" in "".join(found) for number in range(120))


def test_where_tables_stand_is_told_below_everybodys_tables(desk, sixty, event):
    RoomTable.objects.bulk_create(RoomTable(event=event, number=number, where="by the bar") for number in range(1, 13))
    run_sheet(event)

    found = "\n".join(sheets(desk("where/")))

    assert found.count("by the bar") == 12
    assert found.index("Person59") < found.index("by the bar")
