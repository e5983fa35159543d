"""S27: names, needs, notes and lists stay text at the desk, at the door and in the file."""

import pytest
from django import forms

from attendees.models import AccessNeed, Ticket
from foundation.lib.form_fields import NameField
from tests.support.cast import opened, signed_in
from tests.support.elements import Elements
from tests.support.factories import EveningLinkFactory, EventFactory, ProfileFactory, SignUpFactory
from tests.support.hostile_words import CORPUS

PAGES = ("", "people/", "people/?show=access", "print/", "settle/", "messages/")


def accepted(words):
    """What the form lets through as a name; a row from elsewhere (an import) goes the same way."""
    try:
        return NameField().clean(words[:80]) or "Refused"
    except forms.ValidationError:
        return "Refused"


@pytest.mark.slow
@pytest.mark.parametrize("raw", [False, True], ids=["as the form takes it", "as it is"])
def test_hostile_names_stay_text_at_desk_and_door(series, host, frozen, raw):
    """Even a row that no form has cleaned is shown as text."""
    event = EventFactory(series=series, capacity=len(CORPUS))
    for words in CORPUS:
        name = words[:80].replace("\0", "") if raw else accepted(words)
        ticket = SignUpFactory(event=event, buyer=ProfileFactory(name=name)).tickets.get()
        AccessNeed.objects.create(ticket=ticket, words=f"Needs {name}", told_at=frozen.now)
    henry, dora = signed_in(host), opened(EveningLinkFactory(event=event))
    frozen.set(event.ends_at)

    for browser, paths in (
        (henry, [f"/desk/events/{event.pk}/{page}" for page in PAGES]),
        (henry, [f"/desk/events/{event.pk}/people/?page={page}" for page in (2, 3)]),
        (dora, [f"/door/{event.pk}/"]),
    ):
        for path in paths:
            assert Elements(browser.get(path).content.decode()).wrong == [], path
    for ticket in Ticket.objects.all()[:: 1 if raw else 4]:
        dora.post(f"/door/{event.pk}/check-in/{ticket.pk}/")
        assert Elements(dora.get(f"/door/{event.pk}/?list=inside").content.decode()).wrong == [], ticket.name


@pytest.mark.slow
def test_hostile_words_typed_at_the_desk_stay_text(event, host, frozen):
    henry, dora = signed_in(host), opened(EveningLinkFactory(event=event))
    desk, door = f"/desk/events/{event.pk}/", f"/door/{event.pk}/"

    for words in CORPUS:
        for response in (
            henry.post(f"{desk}people/", {"q": words}),
            henry.post(f"{desk}write/", {"words": words, "subject": words, "audience": words}),
            henry.post(f"{desk}import/", {"what": "past", "text": f'"{words}",{words},{words}'}),
            henry.post(f"{desk}guest/", {"name": words, "email": words}),
            henry.get(f"{desk}messages/", {"show": words}),
            dora.post(f"{door}scan/", {"typed": words}, follow=True),
            dora.post(f"{door}walk-in/", {"name": words, "email": words, "given": words, "way": words}),
            dora.post(f"/here/{event.pk}/", {"letters": words, "word": words}),
        ):
            assert response.status_code in (200, 429), words
            assert Elements(response.content.decode()).wrong == [], words
