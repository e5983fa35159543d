import pytest

from attendees.domain import transfers
from foundation.lib import codes
from tests.support.ticket_pages import path, states


@pytest.fixture
def offer(pair, frozen):
    """Ben's place, offered to Cleo."""
    return transfers.ask(pair.tickets.get(seat=2), name="Cleo", email="cleo@mail.example", now=frozen.now)


def answer(client, offer, said):
    return client.post(f"/give/{offer.code}/", {"answer": said})


def test_page_says_what_is_given_by_whom_and_shows_no_address(client, offer, pair):
    html = client.get(f"/give/{offer.code}/").content.decode()

    assert "Ada has a place for you" in html
    assert "Yes, I’ll take it" in html
    assert not [secret for secret in ("@mail.example", pair.manage_code, "Ben") if secret in html]
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]


def test_yes_leads_to_their_own_ticket(client, offer, pair):
    response = answer(client, offer, "yes")

    assert response["Location"] == f"{path(pair.tickets.get(seat=2))}?done=taken"
    assert states(pair) == [("Ada", "valid"), ("Cleo", "valid")]
    assert "This is your ticket now." in client.get(response["Location"]).content.decode()


def test_no_is_thanked_and_twice_is_fine(client, offer, pair):
    for _ in "12":
        response = answer(client, offer, "no")

    assert response["Location"] == f"/give/{offer.code}/"
    assert "You said no to this place. Thank you for telling us." in client.get(response["Location"]).content.decode()
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]


def test_yes_after_no_is_refused_in_words(client, offer):
    answer(client, offer, "no")

    response = answer(client, offer, "yes")

    assert (response.status_code, "You said no to this place" in response.content.decode()) == (200, True)


def test_another_code_is_not_there(client, offer):
    assert client.get(f"/give/{codes.random_code()}/").status_code == 404
