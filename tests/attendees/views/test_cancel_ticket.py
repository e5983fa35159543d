import datetime as dt

import pytest

from attendees.models import SignUp
from tests.support.ticket_pages import path, states


def test_page_names_the_money_and_the_deadline(client, single):
    html = client.get(path(single, "cancel")).content.decode()

    assert "<h1>Give your place back?</h1>" in html
    assert "You get £5 back" in html
    assert (
        'This is possible until <time datetime="2026-06-07T13:30:00+01:00">Sunday 7 June 2026, 13:30, London time'
        in html
    )
    assert "Cancel, money back" in html
    assert 'type="checkbox"' not in html


def test_one_tap_gives_the_place_and_the_money_back(client, single):
    response = client.post(path(single, "cancel"), {"places": ["1"]}, follow=True)

    assert response.redirect_chain == [(f"{path(single)}?done=cancelled", 302)]
    assert "Cancelled. We have sent you a mail about it." in response.content.decode()
    assert "Sam’s place: £5 goes back to your card" in response.content.decode()
    assert list(single.tickets.values_list("state", "refund_wanted")) == [("cancelled", True)]


def test_one_of_two_goes_and_a_double_click_takes_no_other(client, pair):
    answers = [client.post(path(pair, "cancel"), {"places": ["2"]}) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [f"{path(pair)}?done=cancelled"] * 2
    assert states(pair) == [("Ada", "valid"), ("Ben", "cancelled")]


def test_nothing_chosen_is_asked_again(client, pair):
    html = client.post(path(pair, "cancel")).content.decode()

    assert "<title>Error: Give your place back" in html
    assert '<a href="#id_places_0">Choose at least one place</a>' in html
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]


@pytest.mark.parametrize("places", [["3"], ["1", "9"], ["x"]])
def test_place_of_nobody_is_refused(client, pair, places):
    response = client.post(path(pair, "cancel"), {"places": places})

    assert (response.status_code, "There is a problem" in response.content.decode()) == (200, True)
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]


def test_after_the_deadline_it_says_before_that_no_money_comes_back(client, single, frozen):
    frozen.set(single.event.refund_until)

    html = client.get(path(single, "cancel")).content.decode()
    client.post(path(single, "cancel"), {"places": ["1"]})

    assert "No money comes back now" in html
    assert "Cancel without a refund" in html
    assert list(single.tickets.values_list("state", "refund_wanted")) == [("cancelled", False)]


def test_real_change_brings_the_money_back_until_the_start(client, single, frozen, changed):
    frozen.set(changed.starts_at - dt.timedelta(minutes=1))

    assert "You get £5 back" in client.get(path(single, "cancel")).content.decode()
    client.post(path(single, "cancel"), {"places": ["1"]})

    assert single.tickets.get().refund_wanted is True


@pytest.mark.parametrize(("hours", "sentence"), [(0, "This evening has begun."), (4, "This evening is over.")])
def test_too_late_is_a_sentence_and_no_button(client, single, frozen, hours, sentence):
    frozen.set(single.event.starts_at + dt.timedelta(hours=hours))

    html = client.get(path(single, "cancel")).content.decode()
    client.post(path(single, "cancel"), {"places": ["1"]})

    assert sentence in html
    assert "<button" not in html.split("<main")[1]
    assert states(single) == [("Sam", "valid")]


def test_who_is_in_is_refused_in_words(client, single, frozen):
    single.tickets.update(checked_in_at=frozen.now, checked_in_by="Henry")

    html = client.post(path(single, "cancel"), {"places": ["1"]}).content.decode()

    assert "Sam is already checked in." in html


def test_nothing_left_says_so(client, single):
    client.post(path(single, "cancel"), {"places": ["1"]})

    assert "Nothing to cancel" in client.get(path(single, "cancel")).content.decode()


def test_reserved_place_owes_nothing(client, single):
    SignUp.objects.update(way=SignUp.DOOR)

    html = client.get(path(single, "cancel")).content.decode()

    assert "You have paid nothing yet" in html
    assert "money back" not in html


def test_companion_cannot_cancel(client, pair):
    ben = pair.tickets.get(seat=2)

    answers = [client.get(path(ben, "cancel")), client.post(path(ben, "cancel"), {"places": ["2"]})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]
