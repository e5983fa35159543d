"""The people of a series in a phone's browser, with and without JavaScript: found, noted, imported, merged, erased."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from attendees.domain import erasing, imports, merging
from attendees.models import PastAttendance, PersonNote, Profile
from events.models import JournalEntry
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def people(event, ada):
    """Ada comes; her other entry came before."""
    SignUpFactory(event=event, buyer=ada.profile)
    past = EventFactory(series=event.series, starts_at=clock.now() - dt.timedelta(days=60))
    other = SignUpFactory(event=past, buyer=ProfileFactory(name="A. Attendee", email="ada@work.example"))
    other.tickets.update(checked_in_at=past.starts_at, checked_in_by="Dora")
    return event


@pytest.fixture
def desk(phone, sign_in, host, live_server, people):
    """The host's phone, at the people of the series."""
    page = sign_in(phone, host)
    page.goto(f"{live_server.url}/desk/")
    page.get_by_role("link", name="People", exact=True).click()
    return page


def test_person_is_found_opened_and_noted(desk, fits):
    desk.get_by_text("Only some of them").click()
    desk.get_by_label("Where they work").select_option("tech")
    desk.get_by_role("button", name="Show these").click()
    expect(desk.get_by_text("Nobody here")).to_be_visible()
    desk.get_by_label("Name or e-mail").fill("ada@mail")
    desk.get_by_role("button", name="Search").click()
    fits(desk)
    desk.get_by_role("button", name="Ada Attendee").click()
    desk.get_by_label("A note for the hosts").fill("Speaks Welsh.")
    desk.get_by_role("button", name="Keep the note").click()

    expect(desk.get_by_text("Speaks Welsh.")).to_be_visible()
    fits(desk)
    assert PersonNote.objects.get().written_by == "Henry Host"
    assert JournalEntry.objects.filter(sentence__startswith="opened the page of person").count() == 1


def test_two_entries_become_one(desk, ada):
    desk.get_by_role("button", name="Ada Attendee").click()
    desk.get_by_role("link", name="Here twice, with another address?").click()
    desk.get_by_label("The other e-mail address").fill("ada@work.example")
    desk.get_by_role("button", name="Show what would happen").click()
    expect(desk.get_by_text("1 place, 0 earlier evenings, 0 notes")).to_be_visible()
    desk.get_by_role("button", name="Make them one").click()
    merging.carry_out(clock.now())
    desk.reload()

    expect(desk.get_by_text("1, the last on")).to_be_visible()
    assert Profile.objects.get(email="ada@work.example").merged_into == ada.profile


def test_long_list_is_brought_in_while_the_host_looks_on(desk, people, live_server):
    lines = "\n".join(f"p{number}@work.example,Person {number},2026-01-06" for number in range(250))
    desk.goto(f"{live_server.url}/desk/events/{people.pk}/import/")
    desk.get_by_label("Who came to past evenings").check()
    desk.get_by_label("The list as a file").set_input_files(
        files=[{"name": "list.csv", "mimeType": "text/csv", "buffer": lines.encode()}]
    )
    desk.get_by_role("button", name="Show what would happen").click()
    desk.get_by_role("button", name="Bring them in").click()
    expect(desk.get_by_text("0 of 250")).to_be_visible()
    imports.work_due(clock.now())
    desk.reload()

    expect(desk.get_by_text("250 of 250 lines were brought in.")).to_be_visible()
    assert PastAttendance.objects.count() == 250


def test_person_sees_their_data_and_erases_themselves(phone, sign_in, ben, live_server, fits):
    page = sign_in(phone, ben)
    page.goto(f"{live_server.url}/my/")
    page.get_by_role("link", name="Everything we hold about you").click()
    page.get_by_role("button", name="Show me").click()
    expect(page.get_by_text("ben@mail.example").first).to_be_visible()
    fits(page)
    page.goto(f"{live_server.url}/my/")
    page.get_by_role("link", name="Erase me").click()
    page.get_by_role("button", name="Mail me the code").click()
    code = re.search(r"\b(\d{6})\b", Message.objects.first().text)[1]
    page.get_by_label("The six digits from the mail").fill(code)
    page.get_by_role("button", name="Erase me").click()

    expect(page.get_by_role("heading", name="You are erased")).to_be_visible()
    assert erasing.carry_out(clock.now()) == 1
    assert not Profile.objects.filter(email="ben@mail.example").exists()
