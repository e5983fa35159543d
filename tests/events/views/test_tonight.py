import pytest
from django.test import Client

from events.domain import evening_links
from events.models import EveningLink, JournalEntry
from tests.support.error_pages import assert_refused


@pytest.fixture
def desk(signed_in, host):
    return signed_in(host)


def test_a_line_goes_on_the_ticket_pages_with_its_time(desk, event, frozen):
    page = desk.post(f"/desk/events/{event.pk}/line/", {"line": "We are upstairs."}, follow=True)

    event.refresh_from_db()
    assert (event.tonight_line, event.tonight_changed_at) == ("We are upstairs.", frozen.now)
    assert "On the ticket pages since 13:00" in page.content.decode()


def test_an_empty_line_takes_it_away(desk, event):
    for line in ("We are upstairs.", ""):
        desk.post(f"/desk/events/{event.pk}/line/", {"line": line})

    event.refresh_from_db()
    assert event.tonight_line == ""


def test_a_line_that_is_too_long_is_refused(desk, event):
    page = desk.post(f"/desk/events/{event.pk}/line/", {"line": "x" * 201})

    assert_refused(page, id_line="Use 200 letters at most")


def test_a_stand_in_writes_it_under_their_name(event, frozen):
    link = evening_links.make(event, role=EveningLink.STAND_IN, name="Lee", by="Henry", now=frozen.now)
    stand_in = Client()
    stand_in.post(f"/tonight/{evening_links.code(link)}/")

    stand_in.post(f"/desk/events/{event.pk}/line/", {"line": "Round the back."})

    assert JournalEntry.objects.values_list("by", "sentence").latest("id") == (
        "Lee",
        "wrote on the ticket pages: Round the back.",
    )


def test_the_word_can_be_changed(desk, event):
    page = desk.post(f"/desk/events/{event.pk}/word/", {"word": "Lantern"}, follow=True)

    event.refresh_from_db()
    assert event.word == "lantern"
    assert "Tonight&#x27;s word is “lantern”." in page.content.decode()
    assert_refused(desk.post(f"/desk/events/{event.pk}/word/", {"word": " "}), id_word="Enter a word")
