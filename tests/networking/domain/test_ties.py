import datetime as dt

import pytest

from networking.domain import swaps, talked, ties
from networking.domain.refused import NetworkingRefused
from networking.models import Talked
from tests.networking.people import came, swapped
from tests.support.factories import EventFactory, now

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def three(event):
    return [came(event, name) for name in ("Ada Lovelace", "Ben Thackray", "Cleo Third")]


def test_one_who_says_it_is_no_tie_and_both_are(three, event):
    ada, ben, _ = three
    talked.say(ada, ben, now=now())
    one_sided = ties.confirmed(event.pk)
    talked.say(ben, ada, now=now())

    assert (one_sided, ties.confirmed(event.pk)) == (set(), {frozenset((ada.pk, ben.pk))})


def test_agreed_swap_is_a_tie_while_it_stands(three, event):
    ada, ben, cleo = three
    swaps.say_yes(ada, cleo, shares=["name"], now=now())
    swapped(ada, ben)
    talked.say(ada, ben, now=now())
    agreed = ties.confirmed(event.pk)
    swaps.withdraw(ben, ada, now=now())

    assert (agreed, ties.confirmed(event.pk)) == ({frozenset((ada.pk, ben.pk))}, set())


def test_ties_of_a_person_are_those_of_all_their_evenings(three, event):
    ada, ben, cleo = three
    july = EventFactory(series=event.series)
    ada_there, cleo_there = came(july, "Ada Lovelace"), came(july, "Cleo Third")
    swapped(ada, ben)
    swapped(ben, cleo)
    for one, other in ((ada_there, cleo_there), (cleo_there, ada_there)):
        talked.say(one, other, now=now())

    assert ties.of(ada.holder) == {frozenset((ada.pk, ben.pk)), frozenset((ada_there.pk, cleo_there.pk))}
    assert ties.confirmed(july.pk) == {frozenset((ada_there.pk, cleo_there.pk))}


def test_said_twice_is_said_once_and_can_be_taken_back(three):
    ada, ben, _ = three
    for _ in range(2):
        talked.say(ada, ben, now=now())
    said = talked.said_by(ada)
    for _ in range(2):
        talked.unsay(ada, ben)

    assert (said, talked.said_by(ada), Talked.objects.count()) == ({ben.pk}, set(), 0)


def test_it_can_be_said_until_fourteen_days_after(three, event):
    ada, ben, _ = three
    late = event.ends_at + dt.timedelta(days=14)
    talked.say(ada, ben, now=late - dt.timedelta(seconds=1))

    with pytest.raises(NetworkingRefused, match="until 14 days"):
        talked.say(ben, ada, now=late)


def test_figures_cost_the_same_for_one_and_for_many(three, event, django_assert_num_queries):
    ada, ben, cleo = three
    swapped(ada, ben)
    with django_assert_num_queries(2):
        assert len(ties.confirmed(event.pk)) == 1
    swapped(ada, cleo)
    swapped(ben, cleo)
    with django_assert_num_queries(2):
        assert len(ties.confirmed(event.pk)) == 3
