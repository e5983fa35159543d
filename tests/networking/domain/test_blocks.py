import datetime as dt

import pytest

from attendees.models import NotQuoted
from networking.domain import apart, blocks, cards
from networking.domain.refused import NetworkingRefused
from networking.models import Block, Card, Round, Wish
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory, now, seated


def ticket_of(event, person=None, **fields):
    return SignUpFactory(event=event, buyer=person or ProfileFactory(**fields)).tickets.get()


@pytest.fixture
def ada(event):
    """Ada's ticket; she sat with Ben and Cleo last time."""
    return ticket_of(event, name="Ada Lovelace")


@pytest.fixture
def ben(event, ada):
    ben, cleo = ticket_of(event, name="Ben Nevis"), ticket_of(event, name="Cleo Cardwell")
    seated(event, [[ada, ben]], [[ada, cleo, ben]])
    return ben


def names(profile):
    return [(met.first_name, met.evenings) for met in blocks.met_by(profile)]


def test_people_of_past_tables_are_offered_by_first_name(event, ada, ben):
    assert names(ada.holder) == [("Ben", 1), ("Cleo", 1)]


def test_each_person_is_offered_once_with_the_latest_evening(event, ada, ben):
    later = EventFactory(series=event.series, starts_at=event.starts_at + dt.timedelta(days=30))
    mine, his = ticket_of(later, ada.holder), ticket_of(later, ben.holder)
    seated(later, [[mine, his]])

    assert names(ada.holder) == [("Ben", 2), ("Cleo", 1)]
    assert blocks.met_by(ada.holder)[0].ticket == his


def test_a_planned_round_is_no_meeting(event, ada):
    seated(event, [[ada, ticket_of(event)]], state=Round.DRAFT)

    assert names(ada.holder) == []


def test_said_twice_it_is_one_and_taken_back_twice_none(event, ada, ben):
    blocks.say(ada.holder, about=ben, now=now())
    blocks.say(ada.holder, about=ben, now=now())

    (said,) = blocks.said_by(ada.holder)
    assert (said.against, apart.pairs(event.pk)) == (ben.holder, {frozenset((ada.pk, ben.pk))})
    assert names(ada.holder) == [("Cleo", 1)]
    assert names(ben.holder) == [("Ada", 1), ("Cleo", 1)], "nothing is missing from the other's memory"

    blocks.take_back(ada.holder, block_id=said.pk)
    blocks.take_back(ada.holder, block_id=said.pk)
    assert (blocks.said_by(ada.holder), apart.pairs(event.pk)) == ([], set())


def test_only_whom_one_sat_with_can_be_chosen(event, ada, ben):
    stranger = ticket_of(event)

    with pytest.raises(NetworkingRefused, match="sat at a table with you"):
        blocks.say(ada.holder, about=stranger, now=now())
    with pytest.raises(NetworkingRefused):
        blocks.say(ada.holder, about=ada, now=now())

    assert Block.objects.count() == 0


def test_the_other_takes_nothing_back(event, ada, ben):
    blocks.say(ada.holder, about=ben, now=now())

    blocks.take_back(ben.holder, block_id=Block.objects.get().pk)

    assert Block.objects.count() == 1


def test_what_a_host_entered_is_shown_to_neither_and_becomes_their_own_by_saying_it(event, ada, ben):
    blocks.enter(ada, ben, now=now())

    assert (blocks.said_by(ada.holder), blocks.said_by(ben.holder)) == ([], [])
    blocks.take_back(ada.holder, block_id=Block.objects.get().pk)
    assert apart.pairs(event.pk) == {frozenset((ada.pk, ben.pk))}

    blocks.say(ada.holder, about=ben, now=now())
    assert [said.against for said in blocks.said_by(ada.holder)] == [ben.holder]


def test_host_enters_somebody_known_by_name_only_for_this_evening(event, ada):
    _, dan = SignUpFactory(event=event, people=["Eve", "Dan"]).tickets.order_by("seat")

    blocks.enter(ada, dan, now=now())
    blocks.enter(ada, dan, now=now())

    assert (Block.objects.count(), Wish.objects.get().kind) == (0, Wish.APART)
    assert apart.pairs(event.pk) == {frozenset((ada.pk, dan.pk))}


def test_pictures_of_both_get_other_addresses(event, ada, ben):
    for ticket in (ada, ben):
        Card.objects.create(profile=ticket.holder, photo=b"webp", changed_at=now())
    before = set(Card.objects.values_list("photo_code", flat=True))

    blocks.say(ada.holder, about=ben, now=now())

    assert [cards.photo(code) for code in before] == [None, None]
    assert before.isdisjoint(Card.objects.values_list("photo_code", flat=True))


def test_nobody_is_quoted_to_whom_they_would_not_sit_with_until_both_take_it_back(ada, ben):
    blocks.say(ada.holder, about=ben, now=now())
    blocks.say(ben.holder, about=ada, now=now())
    two = {(ada.holder_id, ben.holder_id), (ben.holder_id, ada.holder_id)}
    assert not_quoted() == two

    for one, left in ((ada, two), (ben, set())):
        (said,) = blocks.said_by(one.holder)
        for _ in range(2):
            blocks.take_back(one.holder, block_id=said.pk)
        assert not_quoted() == left


def test_host_who_takes_a_block_back_lets_them_be_quoted_again(ada, ben):
    blocks.enter(ada, ben, now=now())
    assert len(not_quoted()) == 2

    for _ in range(2):
        blocks.remove(Block.objects.values_list("pk", flat=True).first() or 0)

    assert (not_quoted(), Block.objects.count()) == (set(), 0)


def not_quoted():
    return set(NotQuoted.objects.values_list("author", "reader"))
