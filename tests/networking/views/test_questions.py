import html
import re

import pytest
from django.urls import reverse

from attendees.domain import check_in
from networking.domain import answerers, asks
from networking.models import Answerer, Ask
from networking.views import questions
from tests.support.factories import SignUpFactory, TicketFactory
from tests.support.meeting import asked, block, card, place

SECRET = "I am shortlisted at Acme"


def address(name, ticket, *args):
    owner = ticket.sign_up if ticket.seat == 1 else ticket
    return reverse(f"networking:{name}", args=[owner.manage_code, *args])


def words(response):
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture
def ada(event):
    return place(event, "Ada", sector="tech")


@pytest.fixture
def ben(event):
    return place(event, "Ben", sector="finance")


@pytest.fixture
def private(ada):
    return asked(ada, SECRET, topic="Interviews", sector="finance", seen=asks.PRIVATE)


def test_question_is_asked_from_the_page_and_shown_there(client, ada):
    said = {"words": "How did you\r\nchoose an MBA?", "topic": "MBAs", "sector": "finance", "seen": "named"}

    for _ in range(2):
        response = client.post(address("ask", ada), said)

    assert response["Location"] == address("ask", ada)
    made = Ask.objects.get()
    assert (made.words, made.topic, made.sector, made.shows_name) == (
        "How did you choose an MBA?", "MBAs", "finance", True,
    )  # fmt: skip
    page = words(client.get(address("ask", ada)))
    assert "How did you choose an MBA? MBAs, Banking and insurance" in page
    assert "Nobody has said yet that they can help." in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"seen": "unnamed"}, "Enter your question"),
        ({"words": "x" * 281, "seen": "unnamed"}, "Your question must be 280 characters or fewer"),
        ({"words": SECRET, "seen": "private"}, "Enter the topic: it is all that the person who could help sees"),
        ({"words": "Why?"}, "Choose who may read it"),
    ],
)
def test_what_is_no_question_is_refused_with_what_was_typed(client, ada, said, sentence):
    response = client.post(address("ask", ada), said)

    assert sentence in response.content.decode()
    assert said.get("words", "") in response.content.decode()
    assert not Ask.objects.exists()


def test_third_question_is_not_offered_and_refused(client, ada):
    asked(ada, "One?"), asked(ada, "Two?")

    assert "What is it about" not in words(client.get(address("ask", ada)))
    client.post(address("ask", ada), {"words": "Three?", "seen": "unnamed"})

    assert Ask.objects.count() == 2


def test_page_of_my_questions_says_why_no_more_are_taken(client, event, frozen, ada, ben):
    asked(ada, "One?"), asked(ada, "Two?")
    assert "Two are as many as an evening has time for." in words(client.get(address("ask", ada)))

    frozen.set(event.ends_at)

    over = words(client.get(address("ask", ada)))
    assert "The evening is over. Say which of yours were answered. New questions are for the next one." in over
    assert "The evening is over. New questions are for the next one." in words(client.get(address("ask", ben)))


def test_others_help_with_one_tap_and_take_it_back(client, ada, ben):
    question = asked(ada)
    assert "How do you plan a year? I can help" in words(client.get(address("evening", ben)))

    response = client.post(address("help-with", ben, question.pk))
    assert response["Location"] == f"{address('evening', ben)}#questions"
    assert "You can help" in words(client.get(address("evening", ben)))
    assert "1 person can help. On the evening you see who." in words(client.get(address("evening", ada)))
    client.post(address("help-with", ben, question.pk), {"answer": "no"})

    assert Answerer.objects.get().state == Answerer.WITHDRAWN


def test_nobody_helps_with_what_is_not_for_them(client, event, ada, ben, private):
    cleo = place(event, "Cleo")
    hidden = asked(ben, "Rude?")
    asks.hide(hidden, now=hidden.asked_at)

    assert client.post(address("help-with", ben, private.pk)).status_code == 404
    assert "not open any more" in words(client.post(address("help-with", cleo, hidden.pk), follow=True))
    assert not Answerer.objects.exists()


def test_asker_sees_first_names_at_the_evening(client, event, frozen, ada, ben):
    question = asked(ada)
    answerers.offer(question, ticket=ben, now=frozen.now)
    frozen.set(event.starts_at)
    check_in.check_in(event, ben, by="Dora", now=frozen.now)

    page = words(client.get(address("evening", ada)))

    assert "Ben can help and is here." in page
    assert "Surname" not in page


def test_answered_is_one_tap_and_a_mail_leads_to_a_button(client, ada):
    question = asked(ada)

    assert "Is it answered? How do you plan a year?" in words(client.get(address("end-question", ada, question.pk)))
    assert Ask.objects.get().state == Ask.OPEN
    for _ in range(2):
        client.post(address("end-question", ada, question.pk), {"do": "answered"})

    assert Ask.objects.get().state == Ask.ANSWERED
    assert "It is answered." in words(client.get(address("end-question", ada, question.pk)))


def test_question_is_withdrawn(client, ada):
    client.post(address("end-question", ada, asked(ada).pk), {"do": "withdraw"})

    assert Ask.objects.get().state == Ask.CLOSED


def test_nobody_ends_the_question_of_somebody_else(client, ada, ben):
    assert client.post(address("end-question", ben, asked(ada).pk)).status_code == 404
    assert Ask.objects.get().state == Ask.OPEN


def test_private_question_goes_by_two_yeses(client, frozen, ada, ben, private):
    card(ben, employer="NHS England")
    made = answerers.propose(private, ticket=ben, now=frozen.now)

    hers = words(client.get(address("ask", ada)))
    assert "The host thinks of Ben Banking and insurance, NHS England." in hers
    assert "Interviews" not in words(client.get(address("evening", ben)))
    client.post(address("meet", ada, private.pk), {"answer": "yes"})

    his = words(client.get(address("evening", ben)))
    assert "Could you help somebody with “Interviews”?" in his
    assert "Ada" not in his
    assert "Ben is asked." in words(client.get(address("ask", ada)))
    client.post(address("answer-request", ben, private.pk), {"answer": "yes"})

    made.refresh_from_db()
    assert made.state == Answerer.AGREED
    assert "Ada asks about Interviews" in words(client.get(address("evening", ben)))
    assert "Ben can help." in words(client.get(address("evening", ada)))


def test_silent_no_is_told_to_nobody(client, frozen, ada, ben, private):
    answerers.accept(answerers.propose(private, ticket=ben, now=frozen.now), now=frozen.now)
    before = words(client.get(address("ask", ada)))

    client.post(address("answer-request", ben, private.pk), {"answer": "no"})

    assert words(client.get(address("ask", ada))) == before
    assert "Interviews" not in words(client.get(address("evening", ben)))


def test_asker_says_no_to_whom_the_host_proposed(client, frozen, ada, ben, private):
    made = answerers.propose(private, ticket=ben, now=frozen.now)

    answers = [client.post(address("meet", ada, private.pk), {"answer": "no"}) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [address("ask", ada)] * 2
    made.refresh_from_db()
    assert made.state == Answerer.DECLINED
    assert "Ben" not in words(client.get(address("ask", ada)))


def test_silent_no_said_twice_comes_to_the_same_page(client, frozen, ada, ben, private):
    answerers.accept(answerers.propose(private, ticket=ben, now=frozen.now), now=frozen.now)

    answers = [client.post(address("answer-request", ben, private.pk), {"answer": "no"}) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [f"{address('evening', ben)}#questions"] * 2
    assert Answerer.objects.get().state == Answerer.DECLINED


def test_nobody_answers_for_somebody_else(client, frozen, ada, ben, private):
    answerers.propose(private, ticket=ben, now=frozen.now)

    assert client.post(address("meet", ben, private.pk), {"answer": "yes"}).status_code == 404
    assert client.post(address("answer-request", ben, private.pk), {"answer": "yes"}).status_code == 404
    assert client.post(address("answer-request", ada, private.pk), {"answer": "yes"}).status_code == 404


def test_private_words_are_on_no_page_opened_by_an_address(client, frozen, ada, ben, private):
    answerers.accept(answerers.propose(private, ticket=ben, now=frozen.now), now=frozen.now)

    pages = [address(name, who) for name in ("evening", "ask") for who in (ada, ben)]
    pages += [address("end-question", ada, private.pk), f"/t/{ada.sign_up.manage_code}/"]
    assert [page for page in pages if SECRET in client.get(page).content.decode()] == []


def test_companion_by_name_asks_with_their_own_page(client, event):
    sign_up = SignUpFactory(event=event, people=["Ada", "Dan"])
    dan = sign_up.tickets.get(seat=2)

    client.post(address("ask", dan), {"words": "Dan asks?", "seen": "unnamed"})

    assert Ask.objects.get().ticket == dan
    assert "Dan asks? I can help" in words(client.get(address("evening", sign_up.tickets.get(seat=1))))


def test_blocked_person_sees_no_question_of_the_other(client, ada, ben):
    asked(ada, seen=asks.NAMED)
    block(ada, ben)

    assert "How do you plan" not in words(client.get(address("evening", ben)))


@pytest.mark.parametrize("others", [1, 3])
def test_section_costs_the_same_for_one_and_three_questions(event, frozen, ada, others, django_assert_num_queries):
    for number in range(others):
        asked(place(event, f"Person{number}"), f"Question {number}?")
    asked(ada, "Mine?")

    with django_assert_num_queries(11):
        shown = questions.section(ada, now=frozen.now)
        assert (len(shown["mine"]), len(shown["others"]), len(shown["requests"])) == (1, others, 0)


def test_person_who_gave_their_place_away_is_not_asked(client, event):
    sign_up = SignUpFactory(event=event, people=[])
    TicketFactory(sign_up=sign_up, name="Zed", email="zed@mail.example", holder=None)

    assert client.get(reverse("networking:ask", args=[sign_up.manage_code])).status_code == 404
