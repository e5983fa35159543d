import datetime as dt

import pytest

from attendees.models import NotQuoted
from networking.domain import blocks, wishes, wishes_desk
from networking.domain.refused import NetworkingRefused
from networking.models import Wish
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory, now


def ticket_of(event, **fields):
    ticket = SignUpFactory(event=event, buyer=ProfileFactory(**fields)).tickets.get()
    ticket.event = event
    return ticket


@pytest.fixture
def ada(event):
    return ticket_of(event, name="Ada Lovelace")


@pytest.fixture
def ben(event):
    return ticket_of(event, name="Ben Nevis")


@pytest.mark.parametrize("kind", wishes.ALONE)
def test_wish_is_said_and_taken_back_twice(event, ada, ben, kind):
    wishes.say(ada, kind=kind, now=now())
    wishes.say(ada, kind=kind, now=now())

    assert (wishes.of_ticket(ada), wishes.of_ticket(ben)) == ({kind}, set())
    assert list(Wish.objects.values_list("event", "ticket", "kind")) == [(event.pk, ada.pk, kind)]

    wishes.take_back(ada, kind=kind)
    wishes.take_back(ada, kind=kind)
    assert Wish.objects.count() == 0


def test_nothing_is_wished_of_an_evening_that_is_over(event, ada, ben):
    with pytest.raises(NetworkingRefused):
        wishes.say(ada, kind=Wish.STAYS, now=event.ends_at)
    with pytest.raises(NetworkingRefused):
        wishes.ask_together(ada, other=ben, now=event.ends_at + dt.timedelta(days=1))

    assert Wish.objects.count() == 0


def test_together_counts_when_both_said_it_and_tells_no_name_before(event, ada, ben):
    wishes.ask_together(ada, other=wishes.find_friend(ada, letters=ben.letters), now=now())

    assert wishes.together(event.pk) == set()
    assert [friend.called for friend in wishes.friends(ada)] == [f"the person with the letters {ben.letters}"]
    assert wishes.friends(ben) == []

    wishes.ask_together(ben, other=ada, now=now())
    assert wishes.together(event.pk) == {frozenset((ada.pk, ben.pk))}
    assert [friend.called for friend in wishes.friends(ada)] == ["Ben"]

    wishes.stop_together(ada, other_id=ben.pk)
    assert wishes.together(event.pk) == set()


def test_together_counts_at_once_within_a_sign_up(event):
    eve, dan = SignUpFactory(event=event, people=["Eve", "Dan"]).tickets.order_by("seat")
    eve.event = event
    assert wishes.company(eve) == [dan]

    wishes.ask_together(eve, other=dan, now=now())

    assert wishes.together(event.pk) == {frozenset((eve.pk, dan.pk))}
    assert ([friend.called for friend in wishes.friends(eve)], wishes.company(eve)) == (["Dan"], [])


def test_a_block_goes_before_and_looks_like_silence(event, ada, ben):
    wishes.ask_together(ada, other=ben, now=now())
    wishes.ask_together(ben, other=ada, now=now())

    blocks.enter(ben, ada, now=now())

    assert wishes.together(event.pk) == set()
    assert [friend.is_agreed for friend in wishes.friends(ada)] == [False]


def test_place_given_back_is_no_friend(event, ada, ben):
    wishes_desk.enter(event, kind=Wish.TOGETHER, one=ada, other=ben, by="Henry", now=now())
    assert wishes.together(event.pk) == {frozenset((ada.pk, ben.pk))}, "a host's word counts"

    ben.state, ben.cancelled_at, ben.cancel_reason = "cancelled", now(), "person"
    ben.save()

    assert wishes.together(event.pk) == set()
    with pytest.raises(NetworkingRefused, match="No place"):
        wishes.find_friend(ada, letters=ben.letters)


@pytest.mark.parametrize("letters", ["", "Ben Nevis", "ZZZZZZ", "x" * 4000, "\x00"])
def test_letters_that_name_nobody_are_refused(event, ada, ben, letters):
    with pytest.raises(NetworkingRefused, match="No place of this evening"):
        wishes.find_friend(ada, letters=letters)


def test_own_letters_and_another_evenings_are_refused(event, ada):
    with pytest.raises(NetworkingRefused, match="your own"):
        wishes.find_friend(ada, letters=ada.letters)
    with pytest.raises(NetworkingRefused, match="No place"):
        wishes.find_friend(ada, letters=ticket_of(EventFactory()).letters)


def test_reading_costs_the_same_for_one_and_for_many(event, django_assert_num_queries):
    ada, *others = (ticket_of(event) for _ in range(5))
    for other in others:
        wishes.ask_together(ada, other=other, now=now())
        wishes.ask_together(other, other=ada, now=now())

    with django_assert_num_queries(4):
        assert len(wishes.together(event.pk)) == 4


def test_host_sees_all_of_an_evening_and_removes_it(event, ada, ben):
    blocks.enter(ada, ben, now=now())
    wishes.say(ben, kind=Wish.STAYS, now=now())
    elsewhere = EventFactory(series=event.series)

    shown = wishes_desk.entries(event)

    assert [(entry.words, entry.one, entry.other, entry.by_host, entry.lasts) for entry in shown] == [
        ("never at the same table", "Ada Lovelace", "Ben Nevis", True, True),
        ("stays at one table", "Ben Nevis", "", False, False),
    ]
    assert wishes_desk.entries(elsewhere) == []
    for entry in shown:
        wishes_desk.remove(elsewhere, row=entry.row, pk=entry.pk, by="Henry")
    assert wishes_desk.entries(event) == shown, "another evening's page removes nothing"
    for entry in shown * 2:
        wishes_desk.remove(event, row=entry.row, pk=entry.pk, by="Henry")
    assert wishes_desk.entries(event) == []
    assert not NotQuoted.objects.exists()
