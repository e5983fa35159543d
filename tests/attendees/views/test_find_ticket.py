import pytest
from django.test import Client

from attendees.models import TicketRequest
from tests.support.factories import ProfileFactory, SignUpFactory


@pytest.fixture
def ada(frozen, event):
    return SignUpFactory(event=event, buyer=ProfileFactory(email="ada@mail.example"))


def answer(response):
    return response.status_code, response["Location"], response.content, sorted(response.cookies)


def test_known_and_unknown_addresses_get_the_same_answer(client, ada):
    known = client.post("/lost/", {"email": "ada@mail.example"})
    unknown = client.post("/lost/", {"email": "nobody@mail.example"})

    assert answer(known) == answer(unknown) == (302, "/lost/?sent", b"", [])
    assert "If there is a ticket for this address" in client.get("/lost/?sent").content.decode()
    assert list(TicketRequest.objects.values_list("email", flat=True)) == ["ada@mail.example", "nobody@mail.example"]


def test_asking_often_is_answered_alike_and_sent_seldom(client, ada, same_minute):
    answers = [client.post("/lost/", {"email": "ada@mail.example"}) for _ in range(6)]

    assert [response["Location"] for response in answers] == ["/lost/?sent"] * 6
    assert TicketRequest.objects.count() == 3


def test_more_addresses_from_one_place_than_a_room_holds_are_slowed_down(client, db, settings, same_minute):
    settings.PEOPLE_AT_ONE_ADDRESS = 8
    answers = [client.post("/lost/", {"email": f"guess{number}@mail.example"}).status_code for number in range(9)]

    assert answers == [302] * 8 + [429]
    assert Client(REMOTE_ADDR="203.0.113.5").post("/lost/", {"email": "x@mail.example"}).status_code == 302


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("", "Enter your e-mail address"), ("ada@", "Enter an e-mail address such as name@example.com")],
)
def test_mistyped_address_is_asked_again(client, db, email, sentence):
    html = client.post("/lost/", {"email": email}).content.decode()

    assert "<title>Error: I lost my ticket" in html
    assert f'<a href="#id_email">{sentence}</a>' in html
