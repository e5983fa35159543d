import datetime as dt

import pytest
from django.test import Client

from attendees.domain import seats
from attendees.models import SignUp
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.ticket_pages import path


def mailed_code():
    text = Message.objects.filter(template="attendees/address_code").latest("id").text
    return next(word for word in text.split() if word.isdigit() and len(word) == 6)


def ask(client, sign_up, email="new@mail.example"):
    return client.post(path(sign_up, "address"), {"email": email})


def test_code_from_the_new_address_moves_the_ticket_there(client, single):
    asked = ask(client, single, "New@mail.example")
    page = client.get(asked["Location"]).content.decode()

    answer = client.post(asked["Location"], {"code": mailed_code()}, follow=True)

    after = SignUp.objects.get()
    assert asked["Location"] == path(single, "address", "code")
    assert "We have sent six digits to new@mail.example." in page
    assert answer.redirect_chain == [(f"{path(after)}?done=address", 302)]
    assert (after.email, after.buyer.email) == ("new@mail.example", "new@mail.example")
    assert client.get(path(single)).status_code == 404
    assert "<strong>new@mail.example</strong>" in answer.content.decode()


def test_second_tap_with_the_right_code_leads_to_the_same_page(client, single):
    where = ask(client, single)["Location"]

    both = [client.post(where, {"code": mailed_code()}) for _ in range(2)]

    assert [answer["Location"] for answer in both] == [f"{path(SignUp.objects.get())}?done=address"] * 2
    assert Client().post(where, {"code": mailed_code()}).status_code == 404


def test_page_that_moved_on_since_is_not_open_to_who_moved_it_before(client, single):
    where = ask(client, single)["Location"]
    client.post(where, {"code": mailed_code()})
    seats.reissue_sign_up(SignUp.objects.get())

    assert client.post(where, {"code": mailed_code()}).status_code == 404


def test_wrong_code_is_refused_five_times_and_then_ends(client, single):
    where = ask(client, single)["Location"]
    wrong = f"{(int(mailed_code()) + 1) % 1_000_000:06}"

    answers = [client.post(where, {"code": wrong}).content.decode() for _ in range(5)]
    late = client.post(where, {"code": mailed_code()})

    assert ["This is not the code we sent last." in answer for answer in answers] == [True] * 4 + [False]
    assert "That was not the code, five times." in answers[4]
    assert (late.status_code, late["Location"]) == (302, path(single, "address"))
    assert SignUp.objects.get().email == "sam@mail.example"


def test_code_dies_after_fifteen_minutes(client, single, monkeypatch):
    where, real_now = ask(client, single)["Location"], clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: real_now + dt.timedelta(minutes=16))

    assert client.post(where, {"code": mailed_code()})["Location"] == path(single, "address")
    assert SignUp.objects.get().email == "sam@mail.example"


def test_code_is_worth_nothing_in_another_browser(client, single):
    where = ask(client, single)["Location"]

    response = Client().post(where, {"code": mailed_code()})

    assert response["Location"] == path(single, "address")
    assert SignUp.objects.get().email == "sam@mail.example"


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Enter your e-mail address"),
        ("sam@localhost", "Enter an e-mail address such as name@example.com"),
        ("sam@mail.example", "This is the address we have. Your ticket went there"),
    ],
)
def test_address_that_is_none_or_the_same_gets_no_code(client, single, email, sentence):
    html = ask(client, single, email).content.decode()

    assert f'<a href="#id_email">{sentence}</a>' in html
    assert not Message.objects.exists()


def test_sixth_code_within_an_hour_is_refused(client, single, frozen):
    for number in range(5):
        assert ask(client, single, f"new{number}@mail.example").status_code == 302

    html = ask(client, single, "new6@mail.example").content.decode()

    assert "We have sent several codes already." in html
    assert sorted(Message.objects.values_list("to", flat=True)) == [f"new{number}@mail.example" for number in range(5)]


def test_code_page_without_having_asked_leads_back(client, single):
    assert client.get(path(single, "address", "code"))["Location"] == path(single, "address")


def test_companion_cannot_change_the_buyers_address(client, pair):
    ben = pair.tickets.get(seat=2)

    assert (ask(client, ben).status_code, client.get(path(ben, "address", "code")).status_code) == (404, 404)
