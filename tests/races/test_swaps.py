"""Two people who ask each other at the same moment, and one who asks many: on PostgreSQL."""

import pytest

from attendees.models import Ticket
from foundation.lib import clock
from networking.domain import swaps
from networking.models import Swap
from tests.networking.people import came
from tests.support.at_once import at_once, raised
from tests.support.factories import EventFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def ask(me_id, other_id):
    def act():
        tickets = Ticket.objects.select_related("event__series", "holder__card")
        me, other = tickets.get(pk=me_id), tickets.get(pk=other_id)
        return swaps.say_yes(me, other, shares=["name"], now=clock.now())

    return act


def pairs(event, count):
    return [(came(event, f"One{n} Person").pk, came(event, f"Other{n} Person").pk) for n in range(count)]


def ask_each_other(count=8):
    """So many pairs, each of whom asks the other at the same moment; what was raised, and the states of all rows."""
    kinds = set()
    for one, other in pairs(EventFactory(capacity=2 * count), count):
        kinds |= set(raised(at_once(ask(one, other), ask(other, one))))
    return kinds, sorted(Swap.objects.values_list("state", flat=True))


def test_two_who_ask_each_other_at_the_same_moment_have_agreed():
    assert ask_each_other() == (set(), ["agreed"] * 8)


def test_without_the_constraint_they_both_only_ask(without_one_swap_a_pair, slow_to_write):
    """The negative control: each looks, finds nothing, and asks."""
    kinds, states = ask_each_other(count=3)

    assert "asked" in states
    assert (kinds, states) != (set(), ["agreed"] * 3)


def test_yes_and_no_at_the_same_moment_leave_one_of_them():
    event = EventFactory()
    one, other = pairs(event, 1)[0]
    ask(one, other)()
    tickets = {pk: Ticket.objects.select_related("event", "holder").get(pk=pk) for pk in (one, other)}

    outcomes = at_once(
        ask(other, one), lambda: swaps.decline(tickets[other], tickets[one], now=clock.now()), ask(other, one)
    )

    assert raised(outcomes) == []
    assert list(Swap.objects.values_list("state", flat=True)) == ["agreed"]


def test_nobody_asks_more_than_twenty_at_once():
    """S34."""
    event = EventFactory(capacity=30)
    me = came(event, "Ada Lovelace").pk
    others = [came(event, f"Guest{n} Person").pk for n in range(24)]

    outcomes = at_once(*(ask(me, other) for other in others), together=8)

    assert raised(outcomes) == ["NetworkingRefused"] * 4
    assert Swap.objects.count() == 20
