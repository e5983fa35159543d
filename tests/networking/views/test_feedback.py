import pytest
from django.urls import reverse

from networking.models import Feedback
from tests.support.factories import SignUpFactory, TicketFactory
from tests.support.shown_page import Page

ANSWERS = {"met": "3", "included": "", "again": "1", "words": "Good opener."}


@pytest.fixture
def there(event, frozen):
    ticket = TicketFactory(sign_up=SignUpFactory(event=event, people=[]), came=True)
    frozen.set(event.ends_at)
    return ticket


@pytest.fixture
def address(there):
    return reverse("networking:feedback", args=[there.sign_up.manage_code])


def test_feedback_page_asks_three_questions(client, address):
    page = Page(client.get(address).content.decode())

    assert page.title.startswith("How was it?")
    assert {control.name for control in page.controls} >= {"met", "included", "again", "words"}


def test_feedback_sent_is_saved_and_thanked_for(client, address):
    response = client.post(address, ANSWERS, follow=True)

    assert "Thank you" in response.content.decode()
    assert list(Feedback.objects.values_list("met", "included", "again", "words")) == [(3, None, 1, "Good opener.")]


def test_feedback_page_shows_what_was_said_and_changes_it(client, address):
    client.post(address, ANSWERS)

    shown = client.get(address).content.decode()
    client.post(address, ANSWERS | {"met": "1"})

    assert "You can change your answers until" in shown
    assert 'value="Good opener."' in shown
    assert list(Feedback.objects.values_list("met", flat=True)) == [1]


def test_feedback_without_a_word_is_refused(client, address):
    page = Page(client.post(address, {}).content.decode())

    assert page.title.startswith("Error: ")
    assert [sentence for _, sentence in page.links] == ["Answer at least one of the questions"]
    assert not Feedback.objects.exists()


def test_feedback_before_the_end_saves_nothing_and_says_when(client, address, event, frozen):
    frozen.set(event.starts_at)

    response = client.post(address, ANSWERS, follow=True)

    assert "The questions open when the evening is over." in response.content.decode()
    assert not Feedback.objects.exists()


def test_feedback_of_a_companion_is_by_their_own_page(client, there):
    friend = TicketFactory(sign_up=there.sign_up, seat=2, name="Cleo", came=True)

    client.post(reverse("networking:feedback", args=[friend.manage_code]), ANSWERS)

    assert list(Feedback.objects.values_list("ticket", flat=True)) == [friend.pk]


def test_page_of_the_evening_leads_to_the_questions_when_it_is_over(client, address, there, event, frozen):
    page = reverse("networking:evening", args=[there.sign_up.manage_code])
    assert address in client.get(page).content.decode()

    frozen.set(event.starts_at)

    assert address not in client.get(page).content.decode()
