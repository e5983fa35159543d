import pytest

from networking.domain import answerers, asks, matching
from networking.domain.refused import NetworkingRefused
from networking.models import Answerer
from tests.support.meanwhile import meanwhile
from tests.support.meeting import asked, block, card, place


@pytest.fixture
def ada(event):
    return place(event, "Ada", sector="tech")


@pytest.fixture
def ben(event):
    return place(event, "Ben", sector="finance")


@pytest.fixture
def private(ada):
    return asked(ada, "I am shortlisted at Acme", topic="Interviews", sector="finance", seen=asks.PRIVATE)


def test_offer_and_taking_it_back_may_be_sent_twice(ada, ben, frozen):
    question = asked(ada)

    for _ in range(2):
        answerers.offer(question, ticket=ben, now=frozen.now)
    assert [(one.ticket, one.state) for one in question.answerers.all()] == [(ben, Answerer.OFFERED)]
    for _ in range(2):
        answerers.take_back(question, ticket=ben, now=frozen.now)
    assert question.answerers.get().state == Answerer.WITHDRAWN
    answerers.offer(question, ticket=ben, now=frozen.now)

    assert question.answerers.get().state == Answerer.OFFERED


def test_nobody_offers_for_what_is_not_shown_to_them(ada, ben, private, frozen):
    hidden, ended, own = asked(ben, "Rude?"), asked(ben, "Old?"), private
    asks.hide(hidden, now=frozen.now)
    asks.answered(ended, now=frozen.now)

    for question, who in ((hidden, ada), (ended, ada), (private, ben), (own, ada)):
        with pytest.raises(NetworkingRefused, match="not open any more"):
            answerers.offer(question, ticket=who, now=frozen.now)

    assert not Answerer.objects.exists()


def test_host_proposes_then_both_say_yes(ada, ben, private, frozen):
    made = answerers.propose(private, ticket=ben, now=frozen.now)
    assert answerers.propose(private, ticket=ben, now=frozen.now) == made
    assert (answerers.last(private), list(answerers.asked_of(ben))) == (made, [])

    for _ in range(2):
        answerers.accept(made, now=frozen.now)
    assert list(answerers.asked_of(ben)) == [made]
    for _ in range(2):
        answerers.agree(made, now=frozen.now)

    made.refresh_from_db()
    assert (made.state, made.accepted_at) == (Answerer.AGREED, frozen.now)
    assert asks.wanted_pairs(ada.event_id) == []


def test_host_who_taps_twice_takes_no_yes_back(ben, private, frozen):
    def propose_and_accept():
        answerers.accept(answerers.propose(private, ticket=ben, now=frozen.now), now=frozen.now)

    with meanwhile(propose_and_accept):
        answerers.propose(private, ticket=ben, now=frozen.now)

    assert Answerer.objects.get().state == Answerer.ACCEPTED


@pytest.mark.parametrize(
    ("say", "before", "after"),
    [
        (answerers.accept, [], Answerer.ACCEPTED),
        (answerers.agree, [answerers.accept], Answerer.AGREED),
        (answerers.decline, [], Answerer.DECLINED),
        (answerers.decline, [answerers.accept], Answerer.DECLINED),
    ],
)
def test_second_of_two_taps_at_once_says_the_same(ben, private, frozen, say, before, after):
    made = answerers.propose(private, ticket=ben, now=frozen.now)
    for earlier in before:
        earlier(made, now=frozen.now)
    first, second = Answerer.objects.get(), Answerer.objects.get()

    say(first, now=frozen.now)
    say(second, now=frozen.now)

    assert [first.state, second.state, Answerer.objects.get().state] == [after] * 3


def test_silent_no_looks_open_to_the_asker_and_frees_the_host(event, ada, ben, private, frozen):
    made = answerers.propose(private, ticket=ben, now=frozen.now)
    answerers.accept(made, now=frozen.now)

    for _ in range(2):
        answerers.decline(made, now=frozen.now)

    assert (answerers.last(private), list(answerers.asked_of(ben))) == (made, [])
    assert [one.ticket for one in matching.for_private(private)] == []
    cleo = place(event, "Cleo")
    assert answerers.propose(private, ticket=cleo, now=frozen.move(minutes=1)) == answerers.last(private)


def test_askers_own_no_shows_nobody(ada, ben, private, frozen):
    made = answerers.propose(private, ticket=ben, now=frozen.now)

    answerers.decline(made, now=frozen.now)

    assert (answerers.last(private), answerers.current(private)) == (None, None)
    with pytest.raises(NetworkingRefused, match="cannot be asked"):
        answerers.propose(private, ticket=ben, now=frozen.now)


def test_only_one_person_is_asked_at_a_time(event, ben, private, frozen):
    answerers.propose(private, ticket=ben, now=frozen.now)

    with pytest.raises(NetworkingRefused, match="being asked about this question already"):
        answerers.propose(private, ticket=place(event, "Cleo"), now=frozen.now)


def test_withdrawn_proposal_can_be_made_again(ben, private, frozen):
    made = answerers.propose(private, ticket=ben, now=frozen.now)

    for _ in range(2):
        answerers.withdraw(made, now=frozen.now)

    assert answerers.current(private) is None
    assert answerers.propose(private, ticket=ben, now=frozen.now).state == Answerer.PROPOSED


def test_colleagues_friends_and_blocked_are_never_proposed(event, ada, ben, private, frozen):
    card(ada, employer="Barclays UK plc")
    colleague, blocked, friend = place(event, "Cleo"), place(event, "Dan"), place(event, "Eve")
    card(colleague, employer="barclays")
    block(blocked, ada)
    friend.sign_up = ada.sign_up
    friend.seat = 2
    friend.save()
    card(ben, employer="NHS England")

    assert [(one.ticket, one.sector, one.employer) for one in matching.for_private(private)] == [
        (ben, "Banking and insurance", "NHS England")
    ]
    for other in (colleague, blocked, friend, ada):
        with pytest.raises(NetworkingRefused, match="cannot be asked"):
            answerers.propose(private, ticket=other, now=frozen.now)


def test_block_after_the_proposal_hides_it_from_both(ada, ben, private, frozen):
    made = answerers.propose(private, ticket=ben, now=frozen.now)
    answerers.accept(made, now=frozen.now)

    block(ben, ada)

    assert (answerers.last(private), list(answerers.asked_of(ben))) == (None, [])


def test_block_after_the_proposal_lets_the_host_think_of_somebody_else(event, ada, ben, private, frozen):
    cleo = place(event, "Cleo")
    made = answerers.propose(private, ticket=ben, now=frozen.now)
    answerers.accept(made, now=frozen.now)
    block(ben, ada)

    done = [answerers.part(frozen.now), answerers.part(frozen.now)]

    made.refresh_from_db()
    assert (done, made.state, answerers.current(private)) == ([1, 0], Answerer.WITHDRAWN, None)
    assert answerers.propose(private, ticket=cleo, now=frozen.now).state == Answerer.PROPOSED


def test_nobody_is_parted_without_a_block(ada, ben, private, frozen):
    made = answerers.propose(private, ticket=ben, now=frozen.now)

    assert (answerers.part(frozen.now), answerers.current(private)) == (0, made)


def test_too_late_a_yes_is_refused(ben, private, frozen):
    made = answerers.propose(private, ticket=ben, now=frozen.now)
    answerers.decline(made, now=frozen.now)

    with pytest.raises(NetworkingRefused, match="not open any more"):
        answerers.accept(made, now=frozen.now)


def test_finding_whom_to_propose_costs_the_same_for_few_and_many(event, ben, private, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(6):
            matching.for_private(private)
        card(place(event, "Cleo"), employer="One"), place(event, "Dan")
