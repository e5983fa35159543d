import datetime as dt

import pytest

from attendees.domain import check_in, giving, moves, tickets
from networking.domain import answerers, asks, following
from networking.domain.asks import Mine, Question
from networking.domain.refused import NetworkingRefused
from networking.models import Answerer, Ask
from tests.support.factories import EventFactory
from tests.support.meeting import asked, block, place


def test_question_is_saved_as_asked(event, frozen):
    ada = place(event, "Ada")

    question = Question(words="How did you choose an MBA?", topic="MBAs", sector="finance", seen=asks.NAMED)
    made = asks.ask(ada, question, now=frozen.now)

    made.refresh_from_db()
    assert (made.event, made.ticket, made.number, made.words) == (event, ada, 1, "How did you choose an MBA?")
    assert (made.topic, made.sector, made.is_private, made.shows_name) == ("MBAs", "finance", False, True)
    assert (made.state, made.asked_at, made.ended_at) == (Ask.OPEN, frozen.now, None)


def test_same_words_again_are_the_question_that_stands(event):
    ada = place(event, "Ada")

    assert asked(ada) == asked(ada)
    assert Ask.objects.count() == 1


def test_third_open_question_is_refused_until_one_is_answered(event, frozen):
    ada = place(event, "Ada")
    first, _ = asked(ada, "One?"), asked(ada, "Two?")

    with pytest.raises(NetworkingRefused, match="You have two open questions"):
        asked(ada, "Three?")
    asks.answered(first, now=frozen.now)

    assert asked(ada, "Three?").number == 1


def test_nobody_asks_when_the_evening_is_over(event, frozen):
    ada = place(event, "Ada")
    frozen.set(event.ends_at)

    with pytest.raises(NetworkingRefused, match="This evening is over"):
        asked(ada)


def test_answered_and_withdrawn_end_once(event, frozen):
    one, two = asked(place(event, "Ada"), "One?"), asked(place(event, "Ben"), "Two?")

    asks.answered(one, now=frozen.now)
    asks.withdraw(one, now=frozen.move(hours=1))
    asks.withdraw(two, now=frozen.now)
    asks.answered(two, now=frozen.now)

    assert list(Ask.objects.order_by("pk").values_list("state", flat=True)) == [Ask.ANSWERED, Ask.CLOSED]


def test_ticket_holders_see_open_questions_of_others_without_names_unless_ticked(event):
    ada, ben, cleo = (place(event, name) for name in ("Ada", "Ben", "Cleo"))
    hers, his = asked(ada, "Hers?"), asked(ben, "His?", seen=asks.NAMED)
    asked(ben, "I am shortlisted", topic="Interviews", seen=asks.PRIVATE)
    asks.hide(asked(ada, "Rude?"), now=hers.asked_at)
    answerers.offer(his, ticket=cleo, now=his.asked_at)

    assert [(seen.ask, seen.asker, seen.helps) for seen in asks.seen_by(cleo)] == [
        (hers, "", False),
        (his, "Ben", True),
    ]
    assert [seen.ask for seen in asks.seen_by(ben)] == [hers]
    assert asks.open_for(event.pk) == [hers, his]


def test_what_the_host_hid_comes_back_when_shown(event, frozen):
    ada, ben = place(event, "Ada"), place(event, "Ben")
    question = asked(ada)

    asks.hide(question, now=frozen.now)
    assert (asks.seen_by(ben), [mine.ask for mine in asks.mine(ada, now=frozen.now)]) == ([], [question])
    asks.show(question)

    assert [seen.ask for seen in asks.seen_by(ben)] == [question]


def test_block_keeps_questions_and_offers_from_both(event, frozen):
    ada, ben = place(event, "Ada"), place(event, "Ben")
    hers, his = asked(ada, "Hers?"), asked(ben, "His?")
    answerers.offer(hers, ticket=ben, now=frozen.now)
    block(ada, ben)

    frozen.set(event.starts_at)
    assert (asks.seen_by(ada), asks.seen_by(ben)) == ([], [])
    assert asks.mine(ada, now=frozen.now) == [Mine(hers, 0)]
    assert asks.wanted_pairs(event.pk) == []
    with pytest.raises(NetworkingRefused):
        answerers.offer(his, ticket=ada, now=frozen.now)


def test_asker_sees_a_number_before_and_first_names_at_the_evening(event, frozen):
    ada, ben, cleo = (place(event, name) for name in ("Ada", "Ben", "Cleo"))
    question = asked(ada)
    for helper in (ben, cleo):
        answerers.offer(question, ticket=helper, now=frozen.now)

    assert asks.mine(ada, now=frozen.now) == [Mine(question, 2)]
    frozen.set(event.starts_at)
    check_in.check_in(event, ben, by="Dora", now=frozen.now)

    assert asks.mine(ada, now=frozen.now) == [Mine(question, 2, coming=("Cleo",), here=("Ben",))]


def test_planner_gets_open_questions_with_who_can_help(event, frozen):
    ada, ben, cleo = (place(event, name) for name in ("Ada", "Ben", "Cleo"))
    one, done = asked(ada, "One?"), asked(ada, "Two?")
    for question in (one, done):
        answerers.offer(question, ticket=ben, now=frozen.now)
    answerers.offer(one, ticket=cleo, now=frozen.now)
    asks.answered(done, now=frozen.now)

    assert asks.wanted_pairs(event.pk) == [(ada.pk, ben.pk), (ada.pk, cleo.pk)]


def test_reading_costs_the_same_for_one_and_for_many(event, frozen, django_assert_num_queries):
    ada, ben = place(event, "Ada"), place(event, "Ben")
    questions = [asked(ada)]
    for _ in range(2):
        with django_assert_num_queries(4):
            assert len(asks.seen_by(ben)) == len(questions)
        with django_assert_num_queries(4):
            asks.mine(ada, now=frozen.now)
        questions += [asked(place(event, "Cleo"), "Two?"), asked(place(event, "Dan"), "Three?")]


def test_questions_close_after_their_last_mail(event, frozen):
    question = asked(place(event, "Ada"))

    frozen.set(event.ends_at + asks.CLOSES_AFTER - dt.timedelta(seconds=1))
    assert asks.close_old(frozen.now) == 0
    frozen.move(seconds=1)
    assert [asks.close_old(frozen.now), asks.close_old(frozen.now)] == [1, 0]

    question.refresh_from_db()
    assert (question.state, question.ended_at) == (Ask.CLOSED, frozen.now)


def test_questions_go_along_when_a_place_moves(event, frozen):
    ada, ben = place(event, "Ada"), place(event, "Ben")
    july = EventFactory(series=event.series, starts_at=event.starts_at + dt.timedelta(days=30))
    question = asked(ada, topic="Planning")
    answerers.offer(question, ticket=ben, now=frozen.now)

    moves.move([ada], to=july, by="Ada", now=frozen.now)
    assert (asks.seen_by(ben), asks.wanted_pairs(event.pk)) == ([], [])
    assert [following.carry_out(frozen.now), following.carry_out(frozen.now)] == [1, 0]

    question.refresh_from_db()
    assert (question.event, question.ticket.moved_from, question.state) == (july, ada, Ask.OPEN)
    assert not Answerer.objects.exists()


def test_question_that_finds_no_room_at_the_new_date_closes(event, frozen):
    ada = place(event, "Ada")
    july = EventFactory(series=event.series, starts_at=event.starts_at + dt.timedelta(days=30))
    asked(ada, "One?"), asked(ada, "Two?")
    there = moves.move([ada], to=july, by="Ada", now=frozen.now).tickets.get()
    asked(there, "Three?")

    following.carry_out(frozen.now)

    kept = [(one.words, one.number) for one in Ask.objects.open().filter(ticket=there).order_by("number")]
    assert kept == [("Three?", 1), ("One?", 2)]


def test_question_of_a_place_given_back_is_gone_at_once_and_closes(event, frozen):
    ada, ben = place(event, "Ada"), place(event, "Ben")
    question = asked(ada)

    tickets.cancel([ada], reason="person", now=frozen.now)
    assert asks.seen_by(ben) == []
    assert [following.carry_out(frozen.now), following.carry_out(frozen.now)] == [1, 0]

    question.refresh_from_db()
    assert question.state == Ask.CLOSED


def test_who_gets_a_place_gets_none_of_its_questions_and_offers(event, frozen):
    ada, ben = place(event, "Ada"), place(event, "Ben")
    hers, his = asked(ada, "I am shortlisted", topic="Interviews", seen=asks.PRIVATE), asked(ben, "His?")
    answerers.offer(his, ticket=ada, now=frozen.now)

    given = giving.give(ada, name="Zed", email="zed@mail.example", by="Ada", now=frozen.move(hours=1))
    assert (asks.mine(given, now=frozen.now), asks.mine(ben, now=frozen.now)) == ([], [Mine(his, 0)])
    assert [following.carry_out(frozen.now), following.carry_out(frozen.now)] == [2, 0]

    assert not Ask.objects.filter(pk=hers.pk).exists()
