import pytest

from attendees.models import SignUp
from events.models import Event, Places
from tests.support.factories import SignUpFactory
from tests.support.ticket_pages import path, states


def test_page_offers_dates_with_their_places(client, pair, july):
    html = client.get(path(pair, "move")).content.decode()

    assert "Wednesday 8 July 2026, 13:30–16:30, London time: " in html
    assert "(3 places left)" in html
    assert html.count("checked") == 2
    assert "what you paid moves along" in html


def test_one_button_moves_everybody_and_twice_leads_to_the_same_ticket(client, pair, july):
    answers = [client.post(path(pair, "move"), {"to": july.pk, "all": "1"}) for _ in range(2)]

    new = SignUp.objects.get(moved_from=pair)
    assert [answer["Location"] for answer in answers] == [f"{path(new)}?done=moved"] * 2
    assert states(new) == [("Ada", "valid"), ("Ben", "valid")]
    assert "Moved. Your new ticket is below" in client.get(answers[0]["Location"]).content.decode()


def test_double_click_on_the_last_places_leads_to_the_new_ticket_too(client, pair, july):
    Places.objects.filter(event=july).update(capacity=2, ceiling=2)

    answers = [client.post(path(pair, "move"), {"to": july.pk, "all": "1"}) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]


def test_one_of_two_moves_and_a_double_click_moves_no_other(client, pair, july):
    answers = [client.post(path(pair, "move"), {"to": july.pk, "places": ["2"]}) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert states(pair) == [("Ada", "valid"), ("Ben", "cancelled")]
    assert states(SignUp.objects.get(moved_from=pair)) == [("Ben", "valid")]


def test_old_page_leads_to_the_new_ticket_each_person_to_their_own(client, pair, july):
    client.post(path(pair, "move"), {"to": july.pk, "all": "1"})
    new = SignUp.objects.get(moved_from=pair)

    buyers = client.get(path(pair)).content.decode()
    companions = client.get(path(pair.tickets.get(seat=2))).content.decode()

    assert buyers.count(f'href="{path(new)}"') == 2
    assert f'href="{path(new.tickets.get(seat=2))}"' in companions
    assert new.manage_code not in companions


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"all": "1"}, "Choose a date"),
        ({"all": "1", "to": "999999"}, "That date is no longer open. Choose another"),
        ({"all": "1", "to": "x"}, "That date is no longer open. Choose another"),
        ({"to": "july"}, "Choose at least one place"),
    ],
)
def test_half_an_answer_is_asked_again(client, pair, july, sent, sentence):
    sent = {**sent, "to": july.pk} if sent.get("to") == "july" else sent

    html = client.post(path(pair, "move"), sent).content.decode()

    assert "<title>Error: Move to another date" in html
    assert f"{sentence}</a>" in html
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]


def test_date_with_one_place_refuses_two_in_words(client, pair, july):
    SignUpFactory(event=july, people=["Cleo", "Dan"])

    html = client.post(path(pair, "move"), {"to": july.pk, "all": "1"}).content.decode()

    assert "There are no longer enough places on that date. Your place here is unchanged." in html
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]


def test_draft_and_other_currency_are_not_reached(client, pair, july):
    for changes in ({"state": Event.DRAFT}, {"state": Event.PUBLISHED, "currency": "eur"}):
        Event.objects.filter(pk=july.pk).update(**changes)
        html = client.post(path(pair, "move"), {"to": july.pk, "all": "1"}).content.decode()
        assert "No other date has places just now." in html
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]


def test_too_late_is_a_sentence_and_points_to_giving_away(client, pair, july, frozen):
    frozen.set(pair.event.refund_until)

    html = client.get(path(pair, "move")).content.decode()
    client.post(path(pair, "move"), {"to": july.pk, "all": "1"})

    assert "It is too late to move" in html
    assert "give your place to somebody else" in html
    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]


def test_companion_cannot_move(client, pair, july):
    ben = pair.tickets.get(seat=2)

    answers = [client.get(path(ben, "move")), client.post(path(ben, "move"), {"to": july.pk, "all": "1"})]

    assert [answer.status_code for answer in answers] == [404, 404]
