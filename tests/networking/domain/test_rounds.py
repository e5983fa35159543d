import datetime as dt

import pytest

from events.models import JournalEntry
from networking.domain import mixing, rounds, run_sheets, seats, tonight
from networking.domain.refused import NetworkingRefused
from networking.models import Block, Round, Seat, Wish
from tests.support.factories import ProfileFactory, SignUpFactory, TicketFactory, now

STARTS = dt.datetime(2026, 6, 2, 18, 30, tzinfo=dt.UTC)


def moment(minutes, seconds=0):
    return STARTS + dt.timedelta(minutes=minutes, seconds=seconds)


@pytest.fixture
def room(event, frozen):
    """Twelve people, checked in."""
    frozen.set(STARTS)
    return arrive(event, 12)


def arrive(event, count):
    return [
        TicketFactory(sign_up=SignUpFactory(event=event, buyer=ProfileFactory(), people=[]), came=True)
        for _ in range(count)
    ]


@pytest.fixture
def event(event):
    event.places.__class__.objects.filter(event=event).update(capacity=100, ceiling=100)
    return event


def mixed(event, **wish):
    if wish:
        run_sheets.change(event, wish=wish, by="Henry Host", now=now())
    return mixing.mix(event, seen=run_sheets.of(event).mixes, by="Henry Host", now=now())


def times(event):
    return list(Round.objects.for_event(event.pk).values_list("number", "state", "starts_at", "ends_at", "paused_at"))


def sentences(event):
    return [entry.sentence for entry in JournalEntry.objects.filter(event=event).order_by("pk")]


def test_mix_makes_drafts_for_everybody_who_is_in(event, room):
    TicketFactory(sign_up=SignUpFactory(event=event, people=[]))  # not checked in

    mixed(event, group_size=4, rounds=3, minutes=10)

    state = tonight.state_of(event, now())
    assert [(one.number, one.state, one.minutes, len(one.tables)) for one in state.rounds] == [
        (1, "draft", 10, 3),
        (2, "draft", 10, 3),
        (3, "draft", 10, 3),
    ]
    for one in state.rounds:
        assert {ticket.pk for ticket in room} == set(one.table_by_ticket)
        assert [len(table.people) for table in one.tables] == [4, 4, 4]
    assert (state.inside, state.expected, state.unseated, state.live, state.next) == (12, 13, (), None, state.rounds[0])
    assert sentences(event) == [
        "planned the room: groups of about 4, 3 rounds of 10 minutes",
        "mixed the room: 3 tables, 3 rounds to come",
    ]


def test_mix_pressed_twice_plans_once(event, room):
    seen = run_sheets.of(event).mixes

    first = mixing.mix(event, seen=seen, by="Henry Host", now=now())
    again = mixing.mix(event, seen=seen, by="Olivia Owner", now=now())

    assert (first is None, again) == (False, None)
    assert len(sentences(event)) == 1


def test_go_ends_what_is_live_and_twice_changes_nothing(event, room, frozen):
    mixed(event, minutes=12)

    rounds.go(event, 1, by="Henry Host", now=moment(30, 20))
    rounds.go(event, 1, by="Olivia Owner", now=moment(31))
    assert times(event)[:2] == [
        (1, "live", moment(30, 20), moment(42), None),
        (2, "draft", None, None, None),
    ]
    rounds.go(event, 2, by="Henry Host", now=moment(40))
    rounds.go(event, 1, by="Henry Host", now=moment(41))

    assert times(event)[:2] == [
        (1, "closed", moment(30, 20), moment(40), None),
        (2, "live", moment(40), moment(52), None),
    ]
    assert run_sheets.of(event).step == "rounds"
    assert sentences(event)[-2:] == ["began round 1, until 20:12", "began round 2, until 20:22"]


def test_pause_moves_the_end_and_lengthen_counts_once(event, room):
    mixed(event, minutes=12)
    rounds.go(event, 1, by="Henry Host", now=moment(30))

    rounds.pause(event, 1, by="Henry Host", now=moment(35))
    rounds.pause(event, 1, by="Henry Host", now=moment(36))
    assert times(event)[0] == (1, "live", moment(30), moment(42), moment(35))
    rounds.go_on(event, 1, by="Henry Host", now=moment(38))
    rounds.go_on(event, 1, by="Henry Host", now=moment(39))
    assert times(event)[0] == (1, "live", moment(30), moment(45), None)
    for _ in "12":
        rounds.lengthen(event, 1, minutes=2, seen=moment(45), by="Henry Host", now=moment(40))

    assert times(event)[0] == (1, "live", moment(30), moment(47), None)


def test_end_and_leave_out_twice_are_harmless(event, room):
    mixed(event, rounds=3)
    rounds.go(event, 1, by="Henry Host", now=moment(30))

    for _ in "12":
        rounds.end(event, 1, by="Henry Host", now=moment(33))
        rounds.leave_out(event, 3, by="Henry Host", now=moment(33))

    assert [(number, state) for number, state, *_ in times(event)] == [(1, "closed"), (2, "draft")]
    assert run_sheets.of(event).rounds == 2
    with pytest.raises(NetworkingRefused):
        rounds.go(event, 3, by="Henry Host", now=moment(34))


def test_round_out_of_turn_and_round_without_tables_are_refused(event, room):
    mixed(event, rounds=2)

    with pytest.raises(NetworkingRefused, match="Another round comes before"):
        rounds.go(event, 2, by="Henry Host", now=moment(30))
    Seat.objects.filter(round__number=1).delete()
    for one in Round.objects.all():
        one.groups.all().delete()

    with pytest.raises(NetworkingRefused, match="Mix first"):
        rounds.go(event, 1, by="Henry Host", now=moment(30))


def test_latecomer_joins_the_smallest_table_that_fits_and_is_in_the_next_rounds(event, room):
    mixed(event, group_size=4, rounds=2)
    rounds.go(event, 1, by="Henry Host", now=moment(30))
    late = arrive(event, 1)[0]
    smallest = tonight.state_of(event, now()).live.tables[0]
    seats.leave(event, smallest.people[0].ticket_id, by="Henry Host", now=moment(31))
    enemy = Seat.objects.get(round__number=1, ticket=smallest.people[1].ticket_id).ticket
    Block.objects.create(by=late.holder, against=enemy.holder, said_at=now())
    assert [person.ticket_id for person in tonight.state_of(event, now()).unseated] == [late.pk]

    assert seats.take_in(event, by="Henry Host", now=moment(32)) == 2
    assert seats.take_in(event, by="Henry Host", now=moment(32)) == 0

    state = tonight.state_of(event, now())
    assert state.live.table_of(late.pk).number != smallest.number
    assert enemy.pk not in {person.ticket_id for person in state.next.table_of(late.pk).people}
    assert state.unseated == ()


def test_sweep_finds_late_comers_a_table_once(event, room):
    mixed(event, group_size=4, rounds=2)
    late = arrive(event, 1)[0]
    assert seats.take_in_everywhere(moment(31)) == 0
    rounds.go(event, 1, by="Henry Host", now=moment(30))
    later = arrive(event, 1)[0]

    assert seats.take_in_everywhere(moment(31)) == 3  # one of them in round 1, both in round 2
    assert seats.take_in_everywhere(moment(32)) == 0

    live = tonight.state_of(event, now()).live
    assert (live.table_of(late.pk) is None, live.table_of(later.pk) is None) == (False, False)
    assert seats.take_in_everywhere(moment(60 * 24)) == 0


def test_go_seats_who_came_meanwhile_and_lets_out_who_is_not_in_any_more(event, room):
    mixed(event, group_size=4, rounds=1)
    late = arrive(event, 1)[0]
    Wish.objects.create(event=event, ticket=room[0], kind=Wish.SITS_OUT, said_at=now())

    rounds.go(event, 1, by="Henry Host", now=moment(30))

    seated = set(Seat.objects.filter(round__event=event).values_list("ticket", flat=True))
    assert seated == {late.pk, *(ticket.pk for ticket in room[1:])}


def test_who_has_to_go_is_planned_out_and_may_come_back(event, room):
    mixed(event, group_size=4, rounds=2)
    rounds.go(event, 1, by="Henry Host", now=moment(30))
    gone = room[3].pk

    for _ in "12":
        seats.leave(event, gone, by="Henry Host", now=moment(31))

    state = tonight.state_of(event, now())
    assert (state.live.table_of(gone), state.next.table_of(gone)) == (None, None)
    assert [person.ticket_id for person in state.out] == [gone]
    mixed(event)
    assert gone not in set(Seat.objects.filter(round__number=2).values_list("ticket", flat=True))
    seats.come_back(event, gone, by="Henry Host", now=moment(33))
    state = tonight.state_of(event, now())
    assert (state.live.table_of(gone) is None, state.next.table_of(gone) is None, state.out) == (False, False, ())


def test_change_by_hand_is_looked_at_first_and_then_done(event, room):
    mixed(event, group_size=4, rounds=2)
    first, _ = tonight.state_of(event, now()).rounds
    ada, ben = first.tables[0].people[0].ticket_id, first.tables[1].people[0].ticket_id
    cem = first.tables[1].people[1].ticket_id
    holder = {ticket.pk: ticket.holder for ticket in room}
    Block.objects.create(by=holder[ben], against=holder[ada], said_at=now())

    found = seats.concern(event, 1, ticket_id=ada, table=2)
    assert found.apart == {frozenset((ada, ben))}
    assert seats.concern(event, 1, ticket_id=ada, table=2, instead_of=ben).apart == set()
    seats.swap(event, 1, ticket_id=ada, other_id=cem, by="Henry Host", now=now())

    first, _ = tonight.state_of(event, now()).rounds
    assert (first.table_of(ada).number, first.table_of(cem).number) == (2, 1)
    seats.move(event, 1, ticket_id=ada, table=4, by="Henry Host", now=now())
    first, _ = tonight.state_of(event, now()).rounds
    assert [person.ticket_id for person in first.table_of(ada).people] == [ada]


def test_those_who_met_tonight_are_a_concern(event, room):
    mixed(event, group_size=4, rounds=2)
    first, second = tonight.state_of(event, now()).rounds
    ada, ben = (person.ticket_id for person in first.tables[0].people[:2])
    table = second.table_of(ben).number

    found = seats.concern(event, 2, ticket_id=ada, table=table)

    assert frozenset((ada, ben)) in found.met
    assert found.apart == frozenset()


def test_everything_that_is_shown_raises_changed_at(event, room):
    stamps = []

    def done(what=None):
        stamps.append(run_sheets.of(event).changed_at)

    done(mixed(event, rounds=3))
    done(rounds.open_with(event, 1, opener="Ask about their boots.", now=now()))
    done(rounds.go(event, 1, by="Henry Host", now=now()))
    done(rounds.pause(event, 1, by="Henry Host", now=now()))
    done(rounds.go_on(event, 1, by="Henry Host", now=now()))
    done(seats.leave(event, room[0].pk, by="Henry Host", now=now()))
    done(seats.come_back(event, room[0].pk, by="Henry Host", now=now()))
    done(rounds.tell(event, 2, by="Henry Host", now=now()))
    done(rounds.end(event, 1, by="Henry Host", now=now()))
    done(run_sheets.go_to(event, "close", by="Henry Host", now=now()))
    done(run_sheets.place_tables(event, {1: "by the window"}, now=now()))

    assert stamps == sorted(set(stamps))
    assert str(tonight.state_of(event, now()).rounds[0].tables[0].look) == "BLUE ● table, by the window"


def test_state_costs_the_same_for_a_few_and_for_many(event, frozen, django_assert_num_queries):
    frozen.set(STARTS)
    arrive(event, 4)
    mixed(event, group_size=4, rounds=1)
    with django_assert_num_queries(6):
        tonight.state_of(event, now())
    arrive(event, 30)
    mixed(event, group_size=4, rounds=3)

    with django_assert_num_queries(6):
        tonight.state_of(event, now())


def test_an_evening_nobody_planned_has_a_state_and_nothing_is_written(event, frozen):
    state = tonight.state_of(event, now())

    assert (state.step, state.rounds, state.sheet.pk) == ("arrivals", (), None)
