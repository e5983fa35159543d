"""Questions, look-outs and blocks, all at the same moment: on PostgreSQL."""

import datetime as dt
import threading

import pytest
from django.db import connection

from foundation.lib import states
from foundation.mail.models import Message
from networking.domain import (
    afterwards,
    answerers,
    apart,
    asks,
    blocks,
    following,
    look_outs,
    morning_after,
    swaps,
)
from networking.models import Answerer, LookOut, Swap
from tests.networking.people import came, swapped
from tests.support import careless
from tests.support.at_once import at_once, raised
from tests.support.factories import EventFactory, SeriesFactory, now
from tests.support.meeting import asked, place, regular

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]
EVENING = dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC)
NINE = dt.datetime(2026, 7, 8, 8, 0, tzinfo=dt.UTC)  # in London


def offers(event):
    """Eight taps on "I can help" by two people; how many offers there are."""
    question, two = asked(place(event, "Ada")), [place(event, "Ben"), place(event, "Cleo")]
    found = at_once(*[lambda who=who: answerers.offer(question, ticket=who, now=now()) for who in two * 4])
    return raised(found), Answerer.objects.count()


def proposals(event):
    """Two hosts propose one person each for the same private question."""
    question = asked(place(event, "Ada"), topic="Interviews", seen=asks.PRIVATE)
    two = [place(event, "Ben"), place(event, "Cleo")]
    found = at_once(*[lambda who=who: answerers.propose(question, ticket=who, now=now()) for who in two])
    return raised(found), list(Answerer.objects.values_list("state", flat=True))


def pairings(event, *, regulars=1, newcomers=1):
    """Hosts pair each regular with each newcomer, all at once; how many look-outs became of it."""
    willing, new = [regular(event, f"Rita{n}") for n in range(regulars)], [place(event) for _ in range(newcomers)]
    for ticket in willing:
        look_outs.offer(ticket, now=now())

    def pair(ticket, newcomer):
        look_outs.propose(LookOut.objects.get(regular=ticket), newcomer=newcomer, now=now())

    found = at_once(*[lambda one=one, other=other: pair(one, other) for one in willing for other in new])
    return raised(found), LookOut.objects.filter(state=LookOut.PROPOSED).count()


def test_taps_at_once_are_one_offer_a_person(event):
    assert offers(event) == ([], 2)


def test_without_the_constraint_each_tap_is_an_offer(event, without):
    without(Answerer, "answerer_once")

    assert offers(event) == ([], 8)


def test_two_hosts_propose_and_one_person_is_asked(event):
    assert proposals(event) == (["NetworkingRefused"], ["proposed"])


def test_without_lock_and_constraint_two_are_asked_about_one_private_question(
    event, without, without_row_locks, monkeypatch
):
    without(Answerer, "answerer_one_proposed")
    monkeypatch.setattr(Answerer, "save", careless.once_all_are_there(Answerer.save, 2))

    assert proposals(event) == ([], ["proposed"] * 2)


def test_newcomer_for_whom_two_look_out_at_once_has_one(event):
    assert pairings(event, regulars=2) == (["NetworkingRefused"], 1)


def test_without_the_constraint_two_look_out_for_one(event, without, monkeypatch):
    without(LookOut, "look_out_newcomer_once")
    monkeypatch.setattr(states, "move", careless.once_all_are_there(states.move, 2))

    assert pairings(event, regulars=2) == ([], 2)


def test_regular_who_is_given_two_newcomers_at_once_has_one(event):
    assert pairings(event, newcomers=2) == (["NetworkingRefused"], 1)


def test_without_the_condition_the_second_newcomer_takes_the_place_of_the_first(event, without_conditions):
    without_conditions(2)

    assert pairings(event, newcomers=2) == ([], 1)


@pytest.mark.parametrize("turn", range(3))
def test_block_wins_over_a_look_out_that_is_agreed_at_the_same_moment(event, turn):
    rita, nia = regular(event, "Rita"), place(event, "Nia")
    look_outs.offer(rita, now=now())
    look_outs.propose(LookOut.objects.get(), newcomer=nia, now=now())

    found = at_once(
        lambda: look_outs.agree(nia, now=now()),
        lambda: blocks.enter(rita, nia, now=now()),
        lambda: following.carry_out(now()),
    )
    seen = look_outs.agreed(event.pk), look_outs.newcomer_of(rita), look_outs.for_newcomer(nia)
    following.carry_out(now())

    assert set(raised(found)) <= {"NetworkingRefused"}  # the newcomer was late
    assert seen == ([], None, None)
    assert LookOut.objects.values_list("state", "newcomer").get() == ("willing", None)


@pytest.mark.parametrize("turn", range(3))
def test_block_wins_over_a_private_pairing_that_is_agreed_at_the_same_moment(event, turn):
    ada, ben = place(event, "Ada"), place(event, "Ben")
    question = asked(ada, topic="Interviews", seen=asks.PRIVATE)
    made = answerers.propose(question, ticket=ben, now=now())
    answerers.accept(made, now=now())

    found = at_once(
        lambda: answerers.agree(made, now=now()),
        lambda: blocks.enter(ada, ben, now=now()),
        lambda: following.carry_out(now()),
    )
    seen = answerers.last(question), list(answerers.asked_of(ben))
    following.carry_out(now())

    assert set(raised(found)) <= {"NetworkingRefused"}
    assert seen == (None, [])
    assert (answerers.current(question), Answerer.objects.get().state) == (None, "withdrawn")


def agree_and_block(count=5):
    """So many pairs swap details while the host keeps them apart: who still sees somebody."""
    event = EventFactory(capacity=2 * count)
    pairs = [(came(event, f"One{n} Person"), came(event, f"Other{n} Person")) for n in range(count)]
    seeing = []
    for one, other in pairs:
        swaps.say_yes(one, other, shares=["name"], now=now())
        at_once(
            lambda one=one, other=other: swaps.say_yes(other, one, shares=["name"], now=now()),
            lambda one=one, other=other: blocks.enter(one, other, now=now()),
        )
        seeing += [me.name for me in (one, other) if swaps.standings(me)]
    return seeing, Swap.objects.agreed().count()


def test_block_wins_over_a_swap_that_is_agreed_at_the_same_moment():
    assert agree_and_block()[0] == []


def test_without_asking_who_is_apart_a_swap_goes_on_showing(monkeypatch):
    monkeypatch.setattr(apart, "hidden_from", lambda ticket: set())

    seeing, agreed = agree_and_block(count=2)

    assert (len(seeing), agreed) == (4, 2)


@pytest.fixture
def morning(frozen):
    """Ada and Ben swapped last night, and their mails are due."""
    event = EventFactory(series=SeriesFactory(name="PMO"), starts_at=EVENING)
    frozen.set(EVENING)
    two = came(event, "Ada Attendee"), came(event, "Ben Bystander")
    swapped(*two)
    frozen.set(NINE)
    return two


def write_while_they_are_parted(two, monkeypatch, *, patience):
    """The mails are being written, and have read who is apart, when the host parts the two, if they let him."""
    read, parted, gather = threading.Event(), threading.Event(), afterwards.swapped

    def gather_slowly(*args):
        read.set()
        parted.wait(patience)
        return gather(*args)

    def part():
        assert read.wait(20)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout TO 30000")  # a busy machine is slow
        blocks.enter(*two, now=now())
        parted.set()

    monkeypatch.setattr(afterwards, "swapped", gather_slowly)
    found = at_once(lambda: morning_after.write_due(now()), part)
    mails = Message.objects.filter(template="attendees/came", state=Message.DUE)
    return raised(found), sorted(
        mail.to for mail in mails if {"Ada", "Ben"} <= set(mail.text.replace(",", " ").split())
    )


def test_block_made_while_the_mails_of_the_morning_are_written_takes_them_back(morning, monkeypatch):
    assert write_while_they_are_parted(morning, monkeypatch, patience=0.2) == ([], [])
    assert Message.objects.filter(state=Message.WITHDRAWN).count() == 2


def test_without_the_lock_the_mails_name_who_is_kept_apart(morning, monkeypatch, without_row_locks):
    found = write_while_they_are_parted(morning, monkeypatch, patience=20)

    assert found == ([], ["ada@mail.example", "ben@mail.example"])
