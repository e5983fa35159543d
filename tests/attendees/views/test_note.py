import html

import pytest
from django.urls import reverse

from attendees.models import SignUp
from events.models import Event, JournalEntry
from foundation.mail.models import Message
from tests.support.factories import ProfileFactory, SignUpFactory
from tests.support.filled_forms import code_of_page

pytestmark = pytest.mark.usefixtures("frozen")
WORDS = "We are upstairs tonight.\n\nThe black door <b>on the left</b>."


def url(event):
    return reverse("attendees:write-to-everyone", kwargs={"event_id": event.pk})


def words(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def people(event, ticket, ben):
    """Ada with a companion who has an address; Ben twice; Cem without a valid place."""
    SignUpFactory(event=event, buyer=ben.profile)
    ticket.sign_up.tickets.create(
        event=event, seat=2, name="Amy", email="amy@work.example", state="valid", confirmed_at=event.created_at
    )
    SignUpFactory(event=event, buyer=ProfileFactory(email="cem@work.example"), state="cancelled")
    return event


def look(browser, event, text=WORDS):
    return browser.post(url(event), {"form_code": code_of_page(browser.get(url(event))), "words": text})


def test_note_is_looked_at_before_anything_is_sent(henry, people):
    response = look(henry, people)

    page = words(response)
    assert "Send this to 3 addresses?" in page
    assert "A note about June evening, Mon 8 Jun" in page
    assert "We are upstairs tonight." in page
    assert "<b>on the left</b>" not in response.content.decode().split("<article")[1].split("</article")[0]
    assert not Message.objects.exists()


def test_look_at_the_note_gives_nobodys_ticket_away(lee, people):
    page = words(look(lee, people))

    assert "http://localhost:8000/t/…/" in page
    for sign_up in SignUp.objects.all():
        assert sign_up.manage_code not in page


def test_note_goes_to_everyone_coming_once(lee, people):
    seen = look(lee, people)
    form = {"form_code": code_of_page(seen), "words": WORDS, "then": "send"}

    first = lee.post(url(people), form, follow=True)
    again = lee.post(url(people), form, follow=True)

    assert "It goes to 3 addresses now." in words(first)
    assert "It was sent already, once." in words(again)
    assert sorted(Message.objects.values_list("to", flat=True)) == [
        "ada@mail.example", "amy@work.example", "ben@mail.example",
    ]  # fmt: skip
    assert {mail.kind for mail in Message.objects.all()} == {"service"}
    assert "We are upstairs tonight." in Message.objects.get(to="amy@work.example").text
    assert [(entry.by, entry.sentence) for entry in JournalEntry.objects.all()] == [
        ("Lee", "wrote to everyone coming: We are upstairs tonight. The black door <b>on the left</b>.")
    ]


def test_words_can_be_changed_after_looking(henry, people):
    seen = look(henry, people)

    response = henry.post(url(people), {"form_code": code_of_page(seen), "words": WORDS, "then": "edit"})

    assert "The black door <b>on the left</b>.</textarea>" in words(response)
    assert not Message.objects.exists()


def test_empty_note_is_refused(henry, people):
    assert "Enter what they should know" in words(look(henry, people, "  "))


def test_nobody_to_write_to_is_said(henry, event):
    assert "Nobody to write to" in words(look(henry, event))


def test_evening_that_is_over_gets_no_note(henry, people, frozen):
    frozen.set(people.ends_at)
    seen = look(henry, people)

    response = henry.post(url(people), {"form_code": code_of_page(seen), "words": WORDS, "then": "send"})

    assert "This evening is over or not published, so nobody is coming." in words(response)
    assert not Message.objects.exists()


def test_cancelled_evening_gets_no_note(henry, people, frozen):
    Event.objects.filter(pk=people.pk).update(state="cancelled", cancelled_at=frozen.now)
    code = code_of_page(henry.get(url(people)))

    henry.post(url(people), {"form_code": code, "words": WORDS, "then": "send"})

    assert not Message.objects.exists()
