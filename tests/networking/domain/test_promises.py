import pytest

from networking.domain import promises, swaps
from networking.domain.refused import NetworkingRefused
from networking.models import Block, Promise
from tests.networking.people import came, swapped
from tests.support.factories import now


@pytest.fixture
def pair(frozen, event):
    ada, ben = came(event, "Ada Lovelace"), came(event, "Ben Thackray")
    swapped(ada, ben)
    return ada, ben


def words(found):
    return [(promise.words, promise.state) for promise in found]


def test_promise_is_made_and_received(pair):
    ada, ben = pair

    promises.make(ada, ben, words="the RAID template", now=now())

    assert words(promises.of(ada).made) == words(promises.of(ben).received) == [("the RAID template", "open")]
    assert (promises.of(ada).received, promises.of(ben).made) == ([], [])


def test_same_words_are_the_same_promise_until_it_is_sent(pair, frozen):
    first = promises.make(*pair, words="the template", now=now())
    again = promises.make(*pair, words="the template", now=now())
    promises.sent(first, now=frozen.move(days=1))
    promises.sent(first, now=frozen.move(days=1))
    later = promises.make(*pair, words="the template", now=now())

    assert first == again != later
    assert words(promises.of(pair[0]).made) == [("the template", "sent"), ("the template", "open")]
    assert (
        words(promises.of(pair[0]).open_made) == words(promises.of(pair[1]).open_received) == [("the template", "open")]
    )


def test_sent_stays_sent_and_dropped_stays_dropped(pair, frozen):
    one, other = (promises.make(*pair, words=what, now=now()) for what in ("one", "other"))
    at = frozen.now
    promises.sent(one, now=at)
    promises.drop(other, now=at)
    later = frozen.move(hours=1)

    promises.drop(Promise.objects.get(pk=one.pk), now=later)
    promises.sent(Promise.objects.get(pk=other.pk), now=later)

    assert list(Promise.objects.order_by("pk").values_list("state", "ended_at")) == [("sent", at), ("dropped", at)]


def test_promise_is_for_people_who_swapped(event, pair):
    cleo = came(event, "Cleo Third")
    swaps.say_yes(pair[0], cleo, shares=["name"], now=now())

    with pytest.raises(NetworkingRefused, match="swapped details"):
        promises.make(pair[0], cleo, words="anything", now=now())


def test_ten_promises_may_be_open_to_one_person(pair):
    for number in range(10):
        promises.make(*pair, words=f"part {number}", now=now())

    with pytest.raises(NetworkingRefused, match="10 open promises"):
        promises.make(*pair, words="part 11", now=now())


def test_blocked_people_see_no_promises_of_each_other(pair):
    promises.make(*pair, words="the template", now=now())
    Block.objects.create(by=pair[1].holder, against=pair[0].holder, said_at=now())

    assert [promises.of(ticket) for ticket in pair] == [promises.Promises([], [])] * 2


@pytest.mark.parametrize("people", [1, 3])
def test_reading_costs_the_same_for_one_and_for_many(frozen, event, people, django_assert_num_queries):
    ada = came(event, "Ada Lovelace")
    for number in range(people):
        guest = came(event, f"Guest{number} Person")
        swapped(ada, guest)
        promises.make(ada, guest, words="the slides", now=now())

    with django_assert_num_queries(4):
        assert [promise.to.holder.name for promise in promises.of(ada).made] == [
            f"Guest{number} Person" for number in range(people)
        ]
