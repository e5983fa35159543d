"""The three optional taps after a place is taken."""

import pytest

from networking.domain import asks
from networking.models import Ask
from tests.support.meeting import asked
from tests.support.ticket_pages import path

QUESTION = "One question you would like answered"


def test_answers_are_saved_and_the_question_is_asked_of_the_room(client, single):
    said = {"sector": "tech", "years": "1-3", "question": "How do others\r\nplan a year?"}

    for _ in range(2):
        response = client.post(path(single, "answers"), said)

    assert response["Location"] == f"{path(single)}?done=answered"
    single.refresh_from_db()
    assert (single.sector, single.years) == ("tech", "1-3")
    made = Ask.objects.get()
    assert (made.words, made.ticket, made.is_private, made.shows_name) == (
        "How do others plan a year?", single.tickets.get(), False, False,
    )  # fmt: skip
    html = client.get(path(single, "answers")).content.decode()
    assert '<option value="tech" selected>Technology</option>' in html
    assert QUESTION not in html


def test_answers_may_stay_empty_and_be_taken_back(client, single):
    type(single).objects.update(sector="tech", years="1-3")

    client.post(path(single, "answers"), {})

    single.refresh_from_db()
    assert (single.sector, single.years, Ask.objects.exists()) == ("", "", False)


@pytest.mark.parametrize("said", [{"sector": "made-up"}, {"years": "x"}, {"question": "x" * 281}])
def test_answer_that_is_none_is_refused(client, single, said):
    response = client.post(path(single, "answers"), said)

    assert "There is a problem" in response.content.decode()
    single.refresh_from_db()
    assert (single.sector, single.years, Ask.objects.exists()) == ("", "", False)


def test_answers_are_the_buyers(client, pair):
    assert client.get(path(pair.tickets.get(seat=2), "answers")).status_code == 404


def test_question_is_asked_for_again_once_it_is_answered(client, single, frozen):
    question = asked(single.tickets.get())
    assert QUESTION not in client.get(path(single, "answers")).content.decode()

    asks.answered(question, now=frozen.now)

    assert QUESTION in client.get(path(single, "answers")).content.decode()


def test_buyer_without_a_place_of_their_own_is_not_asked_for_a_question(client, single):
    single.tickets.update(email="zed@mail.example", name="Zed")

    client.post(path(single, "answers"), {"sector": "tech", "question": "Whose?"})

    single.refresh_from_db()
    assert (single.sector, Ask.objects.exists()) == ("tech", False)
