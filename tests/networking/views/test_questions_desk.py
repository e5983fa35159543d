import pytest
from django.urls import reverse

from networking.domain import answerers, asks
from networking.models import Answerer
from tests.networking.views.test_questions import words
from tests.support.factories import EventFactory
from tests.support.meeting import asked, card, place


@pytest.fixture
def desk(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def ada(event):
    return place(event, "Ada", sector="tech")


@pytest.fixture
def private(ada):
    return asked(ada, "I am shortlisted", topic="Interviews", sector="finance", seen=asks.PRIVATE)


def listed(event):
    return reverse("networking:questions-desk", args=[event.pk])


def manage(browser, question, **sent):
    return browser.post(reverse("networking:manage-question", args=[question.event_id, question.pk]), sent)


def test_host_reads_all_questions_and_who_can_help(desk, event, frozen, ada, private):
    question = asked(place(event, "Ben"), "His?")
    answerers.offer(question, ticket=ada, now=frozen.now)

    page = words(desk.get(listed(event)))

    assert "I am shortlisted Ada Surname · Interviews, Banking and insurance" in page
    assert "His? Ben Surname (not named to others)" in page
    assert "Can help: Ada Surname" in page


def test_private_question_that_was_withdrawn_is_gone_from_the_desk(desk, event, frozen, ada, private):
    asked(place(event, "Ben"), "His?")
    asks.withdraw(private, now=frozen.now)

    page = words(desk.get(listed(event)))

    assert "His?" in page
    assert "shortlisted" not in page


def test_host_hides_a_question_and_shows_it_again(desk, event, ada):
    question, ben = asked(ada), place(event, "Ben")

    for _ in range(2):
        manage(desk, question, do="hide")
    assert (asks.seen_by(ben), "Hidden" in words(desk.get(listed(event)))) == ([], True)
    manage(desk, question, do="show")

    assert [seen.ask for seen in asks.seen_by(ben)] == [question]


def test_host_proposes_one_person_never_a_colleague(desk, event, ada, private):
    colleague, ben = place(event, "Cleo"), place(event, "Ben", sector="finance")
    card(ada, employer="Acme")
    card(colleague, employer="ACME Ltd")
    page = words(desk.get(listed(event)))
    assert "Ben Surname, Banking and insurance" in page
    assert "Cleo" not in page

    manage(desk, private, do="propose", ticket=colleague.pk)
    assert not Answerer.objects.exists()
    for _ in range(2):
        manage(desk, private, do="propose", ticket=ben.pk)

    assert [(one.ticket, one.state) for one in private.answerers.all()] == [(ben, Answerer.PROPOSED)]
    assert "Ada is asked whether that suits them." in words(desk.get(listed(event)))


def test_host_takes_a_proposal_back(desk, event, frozen, private):
    answerers.propose(private, ticket=place(event, "Ben"), now=frozen.now)

    manage(desk, private, do="withdraw")

    assert private.answerers.get().state == Answerer.WITHDRAWN


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "nonsense"},
        {"do": "propose"},
        {"do": "propose", "ticket": "x"},
        {"do": "propose", "ticket": "9" * 5000},
    ],
)
def test_nonsense_changes_nothing(desk, private, sent):
    assert manage(desk, private, **sent).status_code == 302
    assert not Answerer.objects.exists()


def test_proposal_of_somebody_of_another_evening_is_refused(desk, event, private):
    elsewhere = place(EventFactory(series=event.series), "Zed")

    manage(desk, private, do="propose", ticket=elsewhere.pk)

    assert not Answerer.objects.exists()


def test_list_without_questions_says_what_it_is_for(desk, event):
    assert "No questions yet" in words(desk.get(listed(event)))


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three_questions(desk, event, number, django_assert_num_queries):
    for at in range(number):
        asked(place(event, f"Person{at}"), f"Question {at}?")
    desk.get(listed(event))

    with django_assert_num_queries(6):
        desk.get(listed(event))
