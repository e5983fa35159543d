import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendees.models import Ticket
from events.models import JournalEntry
from networking.domain import apart, blocks, mixing, parting, planning, rounds, run_sheets, tonight, wishes_desk
from networking.models import Seat, Wish
from tests.support.factories import ProfileFactory, SignUpFactory, TicketFactory, now


def pairs(*found):
    return {frozenset(pair) for pair in found}


def parted(tables, *, kept_apart, met=(), stay=()):
    return parting.parted(tables, kept_apart=kept_apart, met=pairs(*met), stay=stay)


def test_two_change_places_so_that_tables_keep_their_size():
    assert parted({1: {11, 12, 13}, 2: {21, 22, 23}}, kept_apart=pairs((11, 12))) == {1: {12, 13, 21}, 2: {11, 22, 23}}


def test_those_move_who_have_met_fewest_of_their_new_neighbours():
    met = [(11, 22), (11, 23), (12, 21), (12, 22), (12, 23), (21, 13)]

    found = parted({1: {11, 12, 13}, 2: {21, 22, 23}}, kept_apart=pairs((11, 12)), met=met)

    assert found == {1: {12, 13, 22}, 2: {11, 21, 23}} or found == {1: {12, 13, 23}, 2: {11, 21, 22}}


def test_whoever_stays_put_moves_last():
    found = parted({1: {11, 12}, 2: {21, 22}}, kept_apart=pairs((11, 12)), stay={11, 21})

    assert found == {1: {11, 22}, 2: {12, 21}}


def test_where_no_exchange_fits_one_joins_another_table():
    kept_apart = pairs((11, 12), (12, 21), (12, 22), (11, 21))

    assert parted({1: {11, 12}, 2: {21, 22}}, kept_apart=kept_apart | pairs((11, 22))) == {1: {11}, 2: {21, 22}}
    assert parted({1: {11, 12}, 2: {21}, 3: {31}}, kept_apart=pairs((11, 12))) == {1: {12, 21}, 2: {11}, 3: {31}}


def test_whom_no_table_fits_is_at_none():
    assert parted({1: {11, 12}}, kept_apart=pairs((11, 12))) == {1: {11}}


@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=6),
    kept=st.sets(st.tuples(st.integers(1, 36), st.integers(1, 36)).filter(lambda pair: pair[0] < pair[1]), max_size=30),
)
def test_nobody_is_left_beside_whom_they_are_kept_from(sizes, kept):
    people = iter(range(1, 37))
    tables = {number: {next(people) for _ in range(size)} for number, size in enumerate(sizes, start=1)}

    found = parted(tables, kept_apart=pairs(*kept))

    everybody = [one for table in found.values() for one in table]
    assert not [pair for pair in pairs(*kept) for table in found.values() if pair <= table]
    assert len(everybody) == len(set(everybody))
    assert set(everybody) <= set().union(*tables.values())
    if not [pair for pair in pairs(*kept) for table in tables.values() if pair <= table]:
        assert found == tables


@pytest.fixture
def room(event, frozen):
    """Twelve people in, three rounds planned, the first begun: the two first of round 2's first table, who once met."""
    frozen.set(event.starts_at)
    event.places.__class__.objects.filter(event=event).update(capacity=100, ceiling=100)
    for _ in range(12):
        TicketFactory(sign_up=SignUpFactory(event=event, buyer=ProfileFactory(), people=[]), came=True)
    run_sheets.change(event, wish={"group_size": 4, "rounds": 3}, by="Henry Host", now=now())
    mixing.mix(event, seen=0, by="Henry Host", now=now())
    rounds.go(event, 1, by="Henry Host", now=now())
    return [
        seat.ticket for seat in Seat.objects.filter(round__event=event, round__number=2).order_by("group", "pk")[:2]
    ]


def tables_of(event, number):
    found = {}
    for group, ticket in Seat.objects.filter(round__event=event, round__number=number).values_list("group", "ticket"):
        found.setdefault(group, set()).add(ticket)
    return sorted(map(sorted, found.values()))


def sit_together(event, number, both):
    return any({ticket.pk for ticket in both} <= set(table) for table in tables_of(event, number))


def sat_together(event, both):
    """In the first round, which is over: only then may one of them say it."""
    table = Seat.objects.filter(round__event=event, round__number=1).exclude(ticket__in=both).first().group
    Seat.objects.filter(round=table.round, ticket__in=both).update(group=table)


def test_told_to_the_host_after_the_mix_it_holds_in_the_next_round(event, room):
    live, before = tables_of(event, 1), tables_of(event, 2)
    assert sit_together(event, 2, room)

    wishes_desk.enter(event, kind=Wish.APART, one=room[0], other=room[1], by="Henry Host", now=now())

    after = tables_of(event, 2)
    assert not sit_together(event, 2, room)
    assert not sit_together(event, 3, room)
    assert [len(table) for table in after] == [4, 4, 4]
    assert (len([table for table in before if table in after]), tables_of(event, 1)) == (1, live)
    rounds.go(event, 2, by="Henry Host", now=now() + dt.timedelta(minutes=12))
    assert tables_of(event, 2) == after
    assert tonight.state_of(event, now()).unseated == ()


def test_said_by_one_of_them_it_holds_and_twice_changes_nothing_more(event, room):
    sat_together(event, room)
    before = run_sheets.of(event).changed_at

    blocks.say(room[0].holder, about=room[1], now=now())
    found, changed = tables_of(event, 2), run_sheets.of(event).changed_at
    blocks.say(room[0].holder, about=room[1], now=now())

    assert not sit_together(event, 2, room)
    assert (tables_of(event, 2), run_sheets.of(event).changed_at) == (found, changed)
    assert changed > before
    assert (
        JournalEntry.objects.filter(event=event).order_by("pk").last().sentence.startswith("changed a table or two of ")
    )


def test_somebody_known_by_name_only_is_parted_too(event, room):
    room[1].__class__.objects.filter(pk=room[1].pk).update(holder=None)
    room[1].refresh_from_db()

    blocks.enter(room[0], room[1], now=now())

    assert apart.pairs(event.pk) == pairs((room[0].pk, room[1].pk))
    assert not sit_together(event, 2, room)


def test_said_while_a_mix_is_planned_it_holds_in_what_is_saved(event, room, monkeypatch):
    plan = planning.plan

    def interrupted(*args, **kwargs):
        planned = plan(*args, **kwargs)
        for two in itertools.combinations(planned.rounds[0][1], 2):
            blocks.enter(*Ticket.objects.filter(pk__in=two).order_by("pk"), now=now())
        return planned

    monkeypatch.setattr(planning, "plan", interrupted)
    event.refresh_from_db()

    mixing.mix(event, seen=1, by="Henry Host", now=now())

    kept_apart = apart.pairs(event.pk)
    assert len(kept_apart) == 6
    assert not [
        pair for number in (2, 3) for table in tables_of(event, number) for pair in kept_apart if pair <= {*table}
    ]
