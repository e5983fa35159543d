"""S27: whatever somebody types as a name is refused in words, or shown as text on every page and in every mail."""

import html

import pytest
from django import forms

from attendees.domain import sign_up
from attendees.domain.sign_up import Wish
from foundation.lib.form_fields import LineField, NameField
from foundation.mail.models import Message
from tests.support.elements import Elements
from tests.support.factories import EventFactory
from tests.support.hostile_words import CORPUS
from tests.support.meeting import asked
from tests.support.ticket_pages import path

PAGES = ("", "cancel", "move", "rename", "answers", "access-need", "kept")


def accepted(field, words):
    """What the field makes of the words, "" when it refuses them."""
    try:
        return field.clean(words)
    except forms.ValidationError:
        return ""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_hostile_names_and_questions_stay_text_on_pages_and_in_mails(client, frozen, series, part):
    for number, words in enumerate(CORPUS[part::4]):
        name = accepted(NameField(), words[:80]) or "Refused"
        event = EventFactory(series=series, price_amount=0)
        wish = Wish(name=name, email=f"guest{number}@mail.example", companions=((name, ""), ("Ben", "")))
        made = sign_up.take(event, wish, now=frozen.now)
        question = accepted(LineField(), words[:280])
        if question:
            asked(made.tickets.get(seat=1), question)

        for page in PAGES:
            shown = client.get(path(made, page) if page else path(made)).content.decode()
            assert Elements(shown).wrong == [], (page, words)
            assert html.escape(name) in shown or page in ("answers", "move", "kept"), (page, words)
        mail = Message.objects.get(about=f"sign_up:{made.pk}")
        assert set("\r\n").isdisjoint(mail.subject + mail.to_name), words
        assert set(Elements(mail.html).wrong) <= {"style"}, words  # mails have their styles inside


def test_names_are_cleaned_of_what_breaks_lines_and_turns_directions():
    for words in CORPUS:
        name = accepted(NameField(), words)
        assert len(name.splitlines()) <= 1
        assert set("\0\r\n\t\u202e\u2066\u200f").isdisjoint(name)
