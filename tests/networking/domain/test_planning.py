"""The planner over an evening's people: rules kept, what was played untouched, few moved who were told."""

import datetime as dt
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networking.domain import plan_input, planning
from networking.domain.plan_input import Evening, Guest
from networking.domain.planning import Impossible, count_groups
from networking.models import Answerer, Ask, Block, LookOut, Wish
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory, TicketFactory, now, seated

QUICK = 0.05


def both(one, other):
    return frozenset((one, other))


def planned(evening, *, rounds=2, seed=1, **options):
    return planning.plan(evening, group_size=4, rounds=rounds, seed=seed, seconds=QUICK, **options)


def pairs(tables):
    return {both(*two) for people in tables.values() for two in combinations(people, 2)}


@st.composite
def evenings(draw):
    """8 to 30 people, a round played by most of them, some kept apart, some who want to sit together."""
    count = draw(st.integers(8, 30))
    tickets = [100 + number for number in range(count)]
    anybody = st.sampled_from(tickets)
    some = st.frozensets(st.frozensets(anybody, min_size=2, max_size=2), max_size=4)
    there = tickets[: draw(st.integers(6, count))]
    places = {ticket: 1 + at % (len(there) // 3) for at, ticket in enumerate(there)}
    gone = draw(st.sets(anybody, max_size=2))
    guests = tuple(
        Guest(ticket, sector=draw(st.sampled_from(["", "finance", "public"])), is_first_timer=draw(st.booleans()))
        for ticket in tickets
        if ticket not in gone
    )
    here = {guest.ticket for guest in guests}
    among = lambda pairs: frozenset(two for two in pairs if two <= here)  # noqa: E731
    return Evening(
        guests=guests,
        played=draw(st.sampled_from([(), (places,)])),
        history=dict.fromkeys(among(draw(some)), 0.5),
        blocked=among(draw(some)),
        greeted=among(draw(some)),
        wanted=among(draw(some)),
    )


@settings(max_examples=40, deadline=None)
@given(evenings())
def test_tables_differ_by_one_at_most_and_nobody_kept_apart_shares_one(evening):
    found = planned(evening)

    if isinstance(found, Impossible):
        assert set(found.people) <= {ticket for two in evening.blocked | evening.greeted for ticket in two}
        return
    for tables in found.rounds:
        sizes = {len(people) for people in tables.values()}
        assert max(sizes) - min(sizes) <= 1
        assert sorted(ticket for people in tables.values() for ticket in people) == [
            guest.ticket for guest in evening.guests
        ]
        assert not pairs(tables) & evening.blocked
    tonight = set().union(*(pairs(tables) for tables in found.rounds))
    for places in evening.played:
        tonight |= {both(a, b) for a, b in combinations(places, 2) if places[a] == places[b]}
    assert evening.greeted - evening.blocked <= tonight


@settings(max_examples=15, deadline=None)
@given(evenings(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_read_changes_nothing(evening, rng):
    guests = list(evening.guests)
    rng.shuffle(guests)
    shuffled = replace(
        evening,
        guests=tuple(guests),
        played=tuple(dict(sorted(places.items(), key=lambda _: rng.random())) for places in evening.played),
        blocked=frozenset(sorted(evening.blocked, key=lambda _: rng.random())),
    )

    assert planned(shuffled) == planned(evening)


@settings(max_examples=25, deadline=None)
@given(evenings(), st.data())
def test_one_more_pair_kept_apart_adds_no_violation(evening, data):
    tickets = [guest.ticket for guest in evening.guests]
    more = data.draw(st.frozensets(st.sampled_from(tickets), min_size=2, max_size=2))
    stricter = replace(evening, blocked=evening.blocked | {more})

    found = planned(stricter)

    if isinstance(found, Impossible):
        assert set(found.people) <= {one for two in stricter.blocked | stricter.greeted for one in two}
    else:
        assert not any(pairs(tables) & stricter.blocked for tables in found.rounds)


@settings(max_examples=25, deadline=None)
@given(evenings(), st.data())
def test_late_and_gone_people_move_only_as_many_who_were_told_as_they_must(evening, data):
    free = replace(evening, history={}, blocked=frozenset(), greeted=frozenset(), wanted=frozenset())
    before = planned(free).rounds[0]
    told = {ticket: table for table, people in before.items() for ticket in people}
    tickets = list(told)
    gone = data.draw(st.sets(st.sampled_from(tickets), max_size=4))
    late = [Guest(900 + number) for number in range(data.draw(st.integers(0, 4)))]
    guests = tuple(guest for guest in free.guests if guest.ticket not in gone) + tuple(late)
    after = replace(free, guests=guests, told={0: told})

    tables = planned(after).rounds[0]

    sits = {ticket: table for table, people in tables.items() for ticket in people}
    moved = sum(sits[ticket] != table for ticket, table in told.items() if ticket in sits)
    assert moved == fewest_moves(told, sits)


def fewest_moves(told, sits):
    """Who sat at a table that is gone or too full, whichever tables are the larger ones."""
    count = count_groups(len(sits), group_size=4)
    size, larger = divmod(len(sits), count)
    told_here = sorted(
        (sum(told[who] == table for who in told if who in sits) for table in range(1, count + 1)), reverse=True
    )
    homeless = sum(told[who] > count for who in told if who in sits)
    return homeless + sum(max(0, people - (size + (at < larger))) for at, people in enumerate(told_here))


def test_who_stays_has_one_table_all_evening():
    guests = tuple(Guest(number, stays=number in (3, 7)) for number in range(1, 17))

    first = planned(Evening(guests), rounds=3).rounds

    homes = [{who: table for table, people in tables.items() for who in people if who in (3, 7)} for tables in first]
    assert homes[0] == homes[1] == homes[2]
    assert homes[0][3] != homes[0][7]
    played = ({number: 1 + number % 4 for number in range(1, 17)},)
    later = planned(Evening(guests, played=played), rounds=2).rounds
    assert all(3 in tables[4] for tables in later)


def test_friends_begin_together_and_a_question_meets_its_answer():
    guests = tuple(Guest(number) for number in range(1, 17))
    evening = Evening(guests, friends={both(1, 2)}, greeted=frozenset({both(5, 9)}), wanted=frozenset({both(3, 16)}))

    first, second = planned(evening).rounds

    assert {both(1, 2), both(5, 9)} <= pairs(first)
    assert both(3, 16) in pairs(first) | pairs(second)


def test_questions_give_way_where_they_would_make_all_impossible():
    guests = tuple(Guest(number) for number in range(1, 9))
    everybody_asks = frozenset(both(1, other) for other in range(2, 9))

    found = planned(Evening(guests, wanted=everybody_asks), rounds=1)

    assert [len(people) for people in found.rounds[0].values()] == [4, 4]


def test_impossible_wishes_name_the_people_and_can_be_left_aside():
    guests = tuple(Guest(number) for number in range(1, 9))
    torn = Evening(guests, friends=frozenset({both(1, 2)}), blocked=frozenset({both(1, 2)}))

    found = planned(torn)

    assert found == Impossible("same_pair_blocked_and_together", (1, 2))
    kept = planned(torn, minds_wishes=False)
    assert not any(both(1, 2) in pairs(tables) for tables in kept.rounds)


@pytest.mark.parametrize(
    ("people", "groups"), [(2, 1), (3, 1), (7, 1), (8, 2), (12, 2), (13, 3), (14, 3), (60, 12), (100, 20)]
)
def test_groups_are_of_about_the_size_that_was_asked_for(people, groups):
    assert count_groups(people, group_size=5) == groups


# ---- What is read of an evening ----------------------------------------------------------------


def came(event, name="Gus Guest", **fields):
    person = ProfileFactory(name=name, **fields)
    return TicketFactory(sign_up=SignUpFactory(event=event, buyer=person, people=[]), came=True)


def test_evening_is_read_with_all_that_the_planner_minds(event):
    ada, ben, cem, dan = (came(event, sector="finance") for _ in range(4))
    out, _ = came(event), TicketFactory(sign_up=SignUpFactory(event=event, people=[]))
    for kind, ticket, other in (
        (Wish.SITS_OUT, out, None),
        (Wish.STAYS, ada, None),
        (Wish.AS_NEW, dan, None),
        (Wish.TOGETHER, ada, ben),
        (Wish.TOGETHER, ben, ada),
        (Wish.TOGETHER, cem, dan),
    ):
        Wish.objects.create(event=event, ticket=ticket, kind=kind, other=other, said_at=now())
    Block.objects.create(by=ada.holder, against=cem.holder, said_at=now())
    LookOut.objects.create(event=event, regular=ben, newcomer=dan, state=LookOut.AGREED, said_at=now())
    for is_private in (False, True):
        ask = Ask.objects.create(
            event=event, ticket=cem, number=1 + is_private, words="?", is_private=is_private, asked_at=now()
        )
        Answerer.objects.create(ask=ask, ticket=ben if not is_private else dan, said_at=now())

    found = plan_input.read(event, now=now())

    assert [guest.ticket for guest in found.guests] == [ada.pk, ben.pk, cem.pk, dan.pk]
    assert [guest.stays for guest in found.guests] == [True, False, False, False]
    assert [guest.is_new for guest in found.guests] == [False, False, False, True]
    assert {guest.sector for guest in found.guests} == {"finance"}
    assert found.friends == {both(ada.pk, ben.pk)}, "one-sided, it is no plan yet"
    assert found.blocked == {both(ada.pk, cem.pk)}
    assert found.greeted == {both(ben.pk, dan.pk)}
    assert found.wanted == {both(ben.pk, cem.pk)}


def test_a_block_goes_before_a_wish_for_the_same_two(event):
    ada, ben = came(event), came(event)
    for one, other in ((ada, ben), (ben, ada)):
        Wish.objects.create(event=event, ticket=one, kind=Wish.TOGETHER, other=other, said_at=now())
    Block.objects.create(by=ada.holder, against=ben.holder, said_at=now())

    found = plan_input.read(event, now=now())

    assert (found.friends, found.blocked) == (frozenset(), {both(ada.pk, ben.pk)})


def test_who_met_at_an_earlier_evening_is_remembered_the_more_recently_the_more(event):
    ada, ben, cem, new = (came(event) for _ in range(4))
    Wish.objects.create(event=event, ticket=new, kind=Wish.AS_NEW, said_at=now())
    for days, people in ((60, (ada, ben, new)), (120, (ada, ben, cem)), (400, (ada, cem))):
        before = EventFactory(series=event.series, starts_at=event.starts_at - dt.timedelta(days=days))
        seated(before, [[SignUpFactory(event=before, buyer=one.holder).tickets.get() for one in people]])

    found = plan_input.read(event, now=now())

    assert found.history == {both(ada.pk, ben.pk): 0.5, both(ada.pk, cem.pk): 0.25, both(ben.pk, cem.pk): 0.25}


def test_evening_is_read_at_the_same_cost_for_few_and_many(event, django_assert_num_queries):
    type(event.places).objects.filter(event=event).update(capacity=60, ceiling=60)
    tickets = [came(event) for _ in range(4)]
    seated(event, [tickets])
    with django_assert_num_queries(12):
        plan_input.read(event, now=now())
    tickets += [came(event) for _ in range(12)]
    seated(event, [tickets[:8], tickets[8:]], [tickets[:8], tickets[8:]])

    with django_assert_num_queries(12):
        plan_input.read(event, now=now())
