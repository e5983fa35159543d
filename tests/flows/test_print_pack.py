"""What a host takes along on paper, as Chromium prints it."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from events.models import Places
from foundation.lib import clock
from tests.support.factories import ProfileFactory, SignUpFactory

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


def test_signs_print_two_to_a_sheet(desk):
    page = desk("signs/?tables=5")
    expect(page.get_by_label("How many tables")).to_have_value("5")

    assert [sheet.split() for sheet in sheets(page)] == [
        ["Table", "1", "Table", "2"],
        ["Table", "3", "Table", "4"],
        ["Table", "5"],
    ]
