import datetime as dt
import html

import pytest
from django.test import Client
from django.urls import reverse

from attendees.models import SignUp, Ticket
from events.models import Event
from tests.support.cast import signed_in
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def tonight(event, frozen):
    """It has begun, and the word is Lantern."""
    Event.objects.filter(pk=event.pk).update(word="lantern")
    frozen.set(event.starts_at)
    event.refresh_from_db()
    return event


def url(event):
    return reverse("attendees:here", kwargs={"event_id": event.pk})


def words(response):
    return html.unescape(response.content.decode())


def test_letters_and_word_check_in(client, tonight, ticket):
    response = client.post(url(tonight), {"letters": ticket.letters, "word": " Lantern "})

    stored = Ticket.objects.get(pk=ticket.pk)
    assert '<p class="result__word">You are in</p><p class="result__name">Ada Attendee</p>' in words(response)
    assert (stored.checked_in_at, stored.checked_in_by) == (tonight.starts_at, "tonight’s word")


def test_ticket_pages_code_and_word_check_in(client, tonight, ticket):
    client.post(url(tonight), {"letters": ticket.door_code, "word": "lantern"})

    assert Ticket.objects.get(pk=ticket.pk).checked_in_at == tonight.starts_at


def test_who_is_signed_in_needs_only_the_word(tonight, ticket, ada):
    browser = signed_in(ada)

    page = words(browser.get(url(tonight)))
    browser.post(url(tonight), {"word": "lantern"})

    assert "Signed in as Ada Attendee." in page
    assert "letters on your ticket" not in page
    assert Ticket.objects.get(pk=ticket.pk).checked_in_at == tonight.starts_at


def test_who_owes_is_sent_to_the_door(client, tonight):
    ticket = SignUpFactory(event=tonight, way=SignUp.DOOR).tickets.get()

    response = client.post(url(tonight), {"letters": ticket.letters, "word": "lantern"})

    assert "Your place is still to be paid" in words(response)


@pytest.mark.parametrize(
    ("letters", "word", "sentence"),
    [
        ("own", "candle", "That is not tonight’s word."),
        ("own", "", "Enter tonight’s word"),
        ("", "lantern", "Enter the letters on your ticket"),
        ("00 00 00", "lantern", "We found no ticket for tonight with these letters."),
        ("manage", "lantern", "We found no ticket for tonight with these letters."),
        ("other", "lantern", "We found no ticket for tonight with these letters."),
        ("<script>", "lantern", "We found no ticket for tonight with these letters."),
    ],
)
def test_anything_else_is_refused(client, tonight, ticket, letters, word, sentence):
    other = SignUpFactory().tickets.get()
    typed = {"own": ticket.letters, "manage": ticket.manage_code, "other": other.door_code}.get(letters, letters)

    response = client.post(url(tonight), {"letters": typed, "word": word})

    assert sentence in words(response)
    assert "<script>" not in response.content.decode()
    assert not Ticket.objects.filter(checked_in_at__isnull=False).exists()


def test_wrong_word_tells_nothing_about_the_letters(client, tonight, ticket):
    known = client.post(url(tonight), {"letters": ticket.letters, "word": "candle"})
    unknown = client.post(url(tonight), {"letters": "00 00 00", "word": "candle"})

    for response in (known, unknown):
        assert "That is not tonight’s word." in words(response)
        assert "no ticket for tonight" not in words(response)


def test_second_time_says_when_the_first_was(client, tonight, ticket, frozen):
    client.post(url(tonight), {"letters": ticket.letters, "word": "lantern"})
    frozen.move(minutes=5)

    response = client.post(url(tonight), {"letters": ticket.letters, "word": "lantern"})

    assert "Checked in at 13:30 by tonight’s word." in words(response)


def test_before_and_after_the_evening_nobody_is_here(client, tonight, ticket, frozen):
    sentences = []
    for moment in (tonight.starts_at - dt.timedelta(hours=3), tonight.ends_at):
        frozen.set(moment)
        sentences.append(words(client.get(url(tonight))))
        client.post(url(tonight), {"letters": ticket.letters, "word": "lantern"})

    assert "This evening has not begun." in sentences[0]
    assert "This evening is over." in sentences[1]
    assert not Ticket.objects.filter(checked_in_at__isnull=False).exists()


def test_evening_without_a_word_cannot_be_guessed(client, tonight, ticket):
    Event.objects.filter(pk=tonight.pk).update(word="")

    client.post(url(tonight), {"letters": ticket.letters, "word": ""})

    assert Ticket.objects.get(pk=ticket.pk).checked_in_at is None


def test_guessing_is_slowed_down_for_one_address_and_nobody_else(client, tonight, ticket, same_minute):
    tries = [client.post(url(tonight), {"letters": "00 00 00", "word": "candle"}).status_code for _ in range(21)]

    elsewhere = Client(REMOTE_ADDR="192.0.2.7").post(url(tonight), {"letters": ticket.letters, "word": "lantern"})
    assert tries == [200] * 20 + [429]
    assert "You are in" in words(elsewhere)


def test_who_has_no_place_finds_the_way_to_one(client, tonight):
    assert f'href="/{tonight.series.slug}/{tonight.slug}/take/"' in words(client.get(url(tonight)))


def test_draft_is_not_here(client, tonight):
    Event.objects.filter(pk=tonight.pk).update(state="draft", published_at=None)

    assert client.get(url(tonight)).status_code == 404


def test_poster_leads_to_this_page(dora, tonight):
    page = words(dora.get(reverse("attendees:poster", kwargs={"event_id": tonight.pk})))

    assert f"http://localhost:8000/here/{tonight.pk}/" in page
    assert "<svg" in page
    assert "lantern" not in page


def test_name_is_shown_as_text(client, series, frozen):
    event = EventFactory(series=series, word="lantern")
    frozen.set(event.starts_at)
    ticket = SignUpFactory(event=event, buyer=ProfileFactory(name="<script>alert(1)</script>")).tickets.get()

    response = client.post(url(event), {"letters": ticket.letters, "word": "lantern"})

    assert "You are in" in words(response)
    assert "<script>alert" not in response.content.decode()
