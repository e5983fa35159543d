import pytest

from attendees.models import Profile
from networking.domain import mates, swaps
from networking.models import Block, Round
from tests.networking.people import came
from tests.support.factories import EventFactory, now, seated


@pytest.fixture
def room(frozen, event):
    return [came(event, f"{name} Guest") for name in ("Ada", "Ben", "Cleo", "Dan", "Eve")]


def test_mates_are_who_sat_at_the_same_table_in_a_played_round(room, event):
    ada, ben, cleo, dan, eve = room
    seated(event, [[ada, ben], [cleo, dan]], [[ada, cleo], [ben, dan]], [[ada, ben], [cleo, dan]])
    seated(event, [[ada, eve]], state=Round.DRAFT)

    assert mates.of(ada) == [ben, cleo]
    assert mates.of(eve) == []


def test_blocked_and_erased_people_are_no_mates(room, event):
    ada, ben, cleo, dan, _ = room
    seated(event, [[ada, ben, cleo, dan]])
    Block.objects.create(by=ben.holder, against=ada.holder, said_at=now())
    Profile.objects.filter(pk=cleo.holder_id).update(erase_asked_at=now())

    assert mates.of(ada) == [dan]
    assert mates.of(ben) == [dan]


def test_page_of_somebody_opens_for_mates_and_for_who_asked_and_for_nobody_else(room, event):
    """S34: an evening's people cannot be gone through by number."""
    ada, ben, cleo, dan, eve = room
    seated(event, [[ada, ben], [cleo, dan]])
    swaps.say_yes(eve, ada, shares=["name"], now=now())
    elsewhere = came(EventFactory(series=event.series), "Ben Guest")

    assert [mates.find(ada, other.pk) for other in (ben, eve)] == [ben, eve]
    assert [mates.find(ada, other.pk) for other in (ada, cleo, dan, elsewhere)] == [None] * 4
    swaps.withdraw(eve, ada, now=now())
    assert mates.find(ada, eve.pk) is None


@pytest.mark.parametrize("size", [1, 3])
def test_mates_cost_the_same_for_one_and_for_many(room, event, size, django_assert_num_queries):
    seated(event, [room[: size + 1]])

    with django_assert_num_queries(3):
        assert len([mate.holder.name for mate in mates.of(room[0])]) == size
