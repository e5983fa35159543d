import html

import pytest
from django.urls import reverse

from attendees.models import Ticket
from events.models import JournalEntry

pytestmark = pytest.mark.usefixtures("frozen")


def words(response):
    return html.unescape(response.content.decode())


def url(event, ticket):
    return reverse("attendees:write-door-note", kwargs={"event_id": event.pk, "ticket_id": ticket.pk})


@pytest.fixture
def noted(lee, event, ticket):
    """Lee wrote a note about Ada."""
    return lee.post(url(event, ticket), {"words": "Speaks  first."}, follow=True)


def test_note_is_kept_and_the_journal_does_not_tell_it(noted, event, ticket):
    assert "The door will read it when Ada Attendee comes in." in words(noted)
    assert "Door: Speaks first." in words(noted)
    assert Ticket.objects.get(pk=ticket.pk).door_note == "Speaks first."
    assert JournalEntry.objects.get().sentence == "wrote a note for the door about Ada Attendee"


def test_door_reads_it_on_the_list_and_when_they_come_in(noted, dora, event, ticket, frozen):
    frozen.set(event.starts_at)
    door = reverse("attendees:door", kwargs={"event_id": event.pk})
    listed = words(dora.get(door))
    dora.post(reverse("networking:check-in", kwargs={"event_id": event.pk, "ticket_id": ticket.pk}))

    assert '<p class="small">Speaks first.</p>' in listed
    assert '<p class="result__why">Speaks first.</p>' in words(dora.get(door))


def test_empty_words_take_it_back_and_the_same_again_is_no_news(noted, lee, event, ticket):
    lee.post(url(event, ticket), {"words": "Speaks first."})
    lee.post(url(event, ticket), {"words": ""})

    assert Ticket.objects.get(pk=ticket.pk).door_note == ""
    assert JournalEntry.objects.count() == 2


def test_long_note_is_refused_with_what_was_typed(lee, event, ticket):
    page = words(lee.post(url(event, ticket), {"words": "x" * 141}))

    assert "Use 140 characters or fewer" in page
    assert "x" * 141 in page


def test_helper_writes_none(dora, event, ticket):
    assert dora.post(url(event, ticket), {"words": "Hello"}).status_code == 404
