import re

import pytest

from attendees.domain import giving
from tests.support.factories import SignUpFactory
from tests.support.ticket_pages import path, states


def rename(client, sign_up, place, **said):
    return client.post(f"{path(sign_up, 'rename')}?place={place}", said)


def test_spelling_is_corrected(client, pair):
    before = pair.tickets.get(seat=2).door_code

    response = rename(client, pair, 2, who="same", name="Benjamin")

    assert response["Location"] == f"{path(pair)}?done=corrected"
    assert states(pair) == [("Ada", "valid"), ("Benjamin", "valid")]
    assert pair.tickets.get(seat=2).door_code == before


def test_somebody_else_by_name_gets_a_page_to_pass_on(client, pair):
    old = path(pair.tickets.get(seat=2))

    response = client.post(f"{path(pair, 'rename')}?place=2", {"who": "else", "name": "Cleo"}, follow=True)

    new = path(pair.tickets.get(seat=2))
    assert response.redirect_chain == [(f"{path(pair)}?done=given", 302)]
    assert f'href="{new}"' in response.content.decode()
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_somebody_else_by_address_is_asked_and_takes_it(client, pair):
    response = rename(client, pair, 2, who="else", name="Cleo", email="CLEO@mail.example")

    assert response["Location"] == f"{path(pair)}?done=offered"
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]
    assert "Offered to Cleo, who has not answered yet" in client.get(path(pair)).content.decode()


def test_offer_is_taken_back(client, pair):
    rename(client, pair, 2, who="else", name="Cleo", email="cleo@mail.example")

    response = client.post(path(pair, "rename", "take-back"), {"place": "2"})

    assert response["Location"] == f"{path(pair)}?done=not-offered"
    assert "Offered to" not in client.get(path(pair)).content.decode()


def test_back_button_and_the_old_name_sent_again_take_no_offer_back(client, pair):
    rename(client, pair, 2, who="else", name="Cleo", email="cleo@mail.example")

    response = rename(client, pair, 2, who="else", name="Ben", email="")

    assert response["Location"] == f"{path(pair)}?done=offered"
    assert "Offered to Cleo, who has not answered yet" in client.get(path(pair)).content.decode()


@pytest.mark.parametrize("who", ["same", "else"])
def test_page_that_is_older_than_the_answer_to_an_offer_writes_over_nobody(client, pair, frozen, who):
    issue = re.search('name="issue" value="([0-9]+)"', client.get(f"{path(pair, 'rename')}?place=2").content.decode())[
        1
    ]
    giving.give(pair.tickets.get(seat=2), name="Cleo", email="cleo@mail.example", by="Ada", now=frozen.now)

    html = rename(client, pair, 2, who=who, name="Benjamin", issue=issue).content.decode()

    assert "Cleo has this place now. Go back to your ticket to see how it stands." in html
    assert states(pair) == [("Ada", "valid"), ("Cleo", "valid")]


def test_place_given_by_name_twice_from_one_page_is_given_once(client, pair):
    both = [rename(client, pair, 2, who="else", name="Cleo", issue="1") for _ in range(2)]

    assert [answer["Location"] for answer in both] == [f"{path(pair)}?done=given"] * 2
    assert pair.tickets.get(seat=2).issue == 2


def test_companion_known_by_name_gets_the_ticket_by_mail(client, event):
    sign_up = SignUpFactory(event=event, people=["Ada", "Ben"])

    response = rename(client, sign_up, 2, who="else", name="Ben", email="ben@mail.example")

    ben = sign_up.tickets.get(seat=2)
    assert response["Location"] == f"{path(sign_up)}?done=given"
    assert (ben.email, ben.holder.email) == ("ben@mail.example", "ben@mail.example")


def test_same_person_gets_the_ticket_by_mail(client, pair):
    pair.tickets.filter(seat=2).update(email="", holder=None)

    response = rename(client, pair, 2, who="same", name="Ben", email="ben@mail.example")

    assert response["Location"] == f"{path(pair)}?done=sent"
    assert pair.tickets.get(seat=2).email == "ben@mail.example"


def test_first_place_is_meant_when_none_is_named(client, pair):
    assert "Ada’s place" in client.get(path(pair, "rename")).content.decode()


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"name": "Cleo"}, "id_who_0", "Say whether it is the same person or somebody else"),
        ({"who": "else", "name": ""}, "id_name", "Enter the name"),
        ({"who": "else", "name": "www.evil.example"}, "id_name", "Enter a name without a link"),
        ({"who": "else", "name": "Cleo", "email": "x"}, "id_email", "Enter an e-mail address such as"),
    ],
)
def test_half_an_answer_is_asked_again(client, pair, said, field, sentence):
    html = rename(client, pair, 2, **said).content.decode()

    assert f'<a href="#{field}">{sentence}' in html
    assert "<title>Error: The name on a ticket" in html
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]


def test_who_is_in_is_refused_in_words(client, pair, frozen):
    pair.tickets.filter(seat=2).update(checked_in_at=frozen.now, checked_in_by="Henry")

    html = rename(client, pair, 2, who="else", name="Cleo").content.decode()

    assert "Ben is already checked in." in html


@pytest.mark.parametrize("place", ["3", "99999999999999999999", "-1"])
def test_place_of_nobody_is_not_there_or_the_first(client, pair, place):
    response = client.get(f"{path(pair, 'rename')}?place={place}")

    assert response.status_code == (404 if place == "3" else 200)


def test_companion_cannot_rename(client, pair):
    ben = pair.tickets.get(seat=2)

    assert client.post(path(ben, "rename"), {"who": "else", "name": "Eve"}).status_code == 404
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]
