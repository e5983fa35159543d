"""Two hosts, one evening: on real row locks."""

import pytest

from networking.domain import mixing, rounds, run_sheets, seats, tonight
from networking.domain.refused import NetworkingRefused
from networking.models import Round, Seat
from tests.support.at_once import at_once, raised
from tests.support.factories import ProfileFactory, SignUpFactory, TicketFactory, now

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


@pytest.fixture
def room(event):
    type(event.places).objects.filter(event=event).update(capacity=60, ceiling=60)
    run_sheets.change(event, wish={"group_size": 4, "rounds": 3}, by="Henry", now=now())
    return [came(event) for _ in range(12)]


def came(event):
    return TicketFactory(sign_up=SignUpFactory(event=event, buyer=ProfileFactory(), people=[]), came=True)


def tables_of(event, number):
    return list(Seat.objects.filter(round__event=event, round__number=number).values_list("ticket", flat=True))


@pytest.mark.parametrize("turn", range(5))
def test_two_hosts_press_mix_and_one_plan_is_saved(event, room, turn):
    seen = run_sheets.of(event).mixes

    found = at_once(*[lambda: mixing.mix(event, seen=seen, by="Henry", now=now())] * 2)

    assert raised(found) == []
    assert [type(one.value) for one in found if one.value] == [mixing.Planned]
    assert run_sheets.of(event).mixes == seen + 1
    for number in (1, 2, 3):
        assert sorted(tables_of(event, number)) == sorted(ticket.pk for ticket in room)


@pytest.mark.parametrize("turn", range(5))
def test_two_hosts_press_go_and_one_round_begins(event, room, turn):
    mixing.mix(event, seen=0, by="Henry", now=now())

    found = at_once(*[lambda: rounds.go(event, 1, by="Henry", now=now())] * 4)

    assert raised(found) == []
    assert list(Round.objects.for_event(event.pk).values_list("state", flat=True)) == ["live", "draft", "draft"]


def test_go_without_its_lock_seats_a_late_comer_twice_or_fails(event, room, without_row_locks):
    """The negative control: what the lock is for."""
    mixing.mix(event, seen=0, by="Henry", now=now())
    late = [came(event) for _ in range(20)]

    for _ in range(10):
        found = at_once(*[lambda: rounds.go(event, 1, by="Henry", now=now())] * 4)
        if raised(found):
            return
        Seat.objects.filter(ticket__in=late).delete()
        Round.objects.filter(event=event, number=1).update(state="draft", starts_at=None, ends_at=None)

    pytest.fail("Four at once without a lock never came into each other's way.")


def test_mix_while_a_round_begins_saves_nothing_or_comes_first(event, room):
    mixing.mix(event, seen=0, by="Henry", now=now())

    found, _ = at_once(
        lambda: mixing.mix(event, seen=1, by="Henry", now=now()),
        lambda: rounds.go(event, 1, by="Olivia", now=now()),
    )

    assert isinstance(found.value or found.raised, mixing.Planned | NetworkingRefused)
    for number in (1, 2, 3):
        assert sorted(tables_of(event, number)) == sorted(ticket.pk for ticket in room)


@pytest.mark.parametrize("turn", range(3))
def test_late_comer_checked_in_while_mixing_has_one_seat_when_the_round_begins(event, room, turn):
    assert raised(at_once(lambda: mixing.mix(event, seen=0, by="Henry", now=now()), lambda: came(event))) == []
    late = max(seats.present(event))

    at_once(
        lambda: rounds.go(event, 1, by="Henry", now=now()),
        lambda: seats.take_in(event, by="Olivia", now=now()),
    )

    assert sorted(tables_of(event, 1)) == sorted([*(ticket.pk for ticket in room), late])
    assert tonight.state_of(event, now()).unseated == ()
