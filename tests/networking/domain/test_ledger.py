import datetime as dt
from dataclasses import replace

import pytest

from attendees.models import PastAttendance
from foundation.lib import clock
from networking.domain import ledger
from networking.models import Ask, Feedback, Promise, Round, Seat, Swap, Talked
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory, TicketFactory, seated


@pytest.fixture
def evenings(series, frozen):
    """May, June and July, each over; the day after the last."""
    made = [
        EventFactory(series=series, slug=slug, starts_at=clock.now() + dt.timedelta(days=days), capacity=400)
        for slug, days in (("may", 1), ("june", 31), ("july", 61))
    ]
    frozen.move(days=62)
    return made


def people(count, **fields):
    return [ProfileFactory(**fields) for _ in range(count)]


def came(event, *profiles):
    """Their tickets, checked in."""
    return [
        TicketFactory(sign_up=SignUpFactory(event=event, buyer=profile, people=[]), came=True) for profile in profiles
    ]


def talked(one, other, *, both=True):
    for by, to in [(one, other), (other, one)][: 1 + both]:
        Talked.objects.create(event=one.event, by=by, to=to, said_at=clock.now())


def swap(one, other, state=Swap.AGREED):
    times = {"asked_at": clock.now(), "answered_at": clock.now()}
    ended = {"ended_at": clock.now()} if state == Swap.WITHDRAWN else {}
    Swap.objects.create(event=one.event, asker=one, other=other, state=state, **times, **ended)


def nights(series):
    return ledger.of_series(series, now=clock.now())


def of(event):
    return next(night for night in nights(event.series) if night.event == event)


def test_evening_without_anybody_is_nought(evenings):
    night = of(evenings[0])

    assert (night.came, night.planned, night.confirmed, night.none, night.bridges) == (0, 0, 0, 0, {})
    assert (night.planned_each, night.confirmed_each, night.again_rate) == (0.0, 0.0, None)


def test_evenings_come_oldest_first_without_those_ahead_drafts_and_cancelled_ones(evenings):
    series = evenings[0].series
    EventFactory(series=series)
    EventFactory(series=series, draft=True, starts_at=evenings[0].starts_at)
    gone = {"state": "cancelled", "cancelled_at": clock.now()}
    EventFactory(series=series, starts_at=evenings[0].starts_at, **gone)
    EventFactory(starts_at=evenings[0].starts_at)

    assert [night.event for night in nights(series)] == evenings


def test_two_at_one_table_are_new_once_over_all_evenings(evenings):
    may, june, _ = evenings
    everybody = people(4)
    a, b, c, d = came(may, *everybody)
    seated(may, [[a, b], [c, d]], [[a, b, c], [d]])
    a, b, c, d = came(june, *everybody)
    seated(june, [[a, b, d], [c]])

    assert (of(may).planned, of(may).planned_each) == (4, 2.0)
    assert (of(june).planned, of(june).planned_each) == (2, 1.0)


def test_planned_is_who_came_and_stayed_in_rounds_that_were_played(evenings):
    a, b, c = came(evenings[0], *people(3))
    absent = SignUpFactory(event=evenings[0]).tickets.get()
    seated(evenings[0], [[a, b, c, absent]])
    seated(evenings[0], [[a, b, c]], state=Round.DRAFT)
    Seat.objects.filter(ticket=c).update(left_at=evenings[0].starts_at)

    assert of(evenings[0]).planned == 1


def test_somebody_known_by_name_only_counts_too(evenings):
    (a,) = came(evenings[0], *people(1))
    friend = TicketFactory(sign_up=a.sign_up, seat=2, name="Friend", came=True)
    seated(evenings[0], [[a, friend]])

    assert (of(evenings[0]).came, of(evenings[0]).planned) == (2, 1)


def test_tie_is_what_both_said_or_a_swap_that_stands(evenings):
    a, b, c, d, e = came(evenings[0], *people(5))
    talked(a, b)
    swap(a, b)
    talked(a, c, both=False)
    swap(a, d, state=Swap.DECLINED)
    swap(a, e, state=Swap.WITHDRAWN)
    swap(c, d)

    night = of(evenings[0])

    assert (night.confirmed, night.confirmed_each, night.none) == (2, 0.8, 1)


def test_tie_confirmed_again_is_not_new_but_nobody_is_called_alone(evenings):
    pair = people(2)
    for event in evenings[:2]:
        talked(*came(event, *pair))

    night = of(evenings[1])

    assert (night.confirmed, night.none) == (0, 0)


@pytest.mark.parametrize(("alone", "words"), [(0, "0"), (1, "under 3"), (2, "under 3"), (3, "3")])
def test_number_of_people_alone_is_told_from_three_on(evenings, alone, words):
    a, b, *_ = came(evenings[0], *people(2 + alone))
    talked(a, b)

    assert of(evenings[0]).none_words == words


def test_bridges_join_sectors_and_leave_out_who_said_nothing(evenings):
    bank, tech = people(2, sector="finance"), people(1, sector="tech")
    a, b, c, d = came(evenings[0], *bank, *tech, *people(1))
    seated(evenings[0], [[a, b, c, d]])

    night = of(evenings[0])

    assert night.bridges == {("finance", "finance"): 1, ("finance", "tech"): 2}
    assert (night.planned, night.across) == (6, 2)


def test_first_timers_who_came_back_and_who_have_a_place(evenings):
    regular, back, again, gone, said = people(5)
    came(evenings[0], regular)
    tickets = came(evenings[1], regular, back, again, gone, said)
    tickets[-1].been_before_at = clock.now()
    tickets[-1].save()
    came(evenings[2], back)
    SignUpFactory(event=EventFactory(series=evenings[0].series), buyer=again)

    night = of(evenings[1])

    assert (night.newcomers, night.came_back, night.coming) == (3, 1, 1)


def test_nobody_is_new_at_the_first_evening_that_we_know_of(evenings):
    came(evenings[0], *people(3))

    assert of(evenings[0]).newcomers == 0


def test_evenings_before_we_counted_make_nobody_new_again(evenings):
    old, new = people(2)
    noted = {"series": evenings[0].series, "noted_at": clock.now(), "source": PastAttendance.SAID}
    PastAttendance.objects.create(profile=old, **noted)
    came(evenings[0], old, new)

    assert of(evenings[0]).newcomers == 1


def test_questions_and_promises_are_counted(evenings):
    a, b = came(evenings[0], *people(2))
    asked = {"event": evenings[0], "ticket": a, "words": "How?", "asked_at": clock.now()}
    Ask.objects.create(number=1, state=Ask.ANSWERED, ended_at=clock.now(), **asked)
    Ask.objects.create(number=2, is_private=True, **asked)
    made = {"event": evenings[0], "by": a, "to": b, "words": "A template", "made_at": clock.now()}
    for state in (Promise.SENT, Promise.SENT, Promise.DROPPED, Promise.OPEN):
        Promise.objects.create(state=state, ended_at=None if state == Promise.OPEN else clock.now(), **made)

    night = of(evenings[0])

    assert (night.asked, night.answered) == (2, 1)
    assert (night.promised, night.sent, night.dropped) == (4, 2, 1)


@pytest.mark.parametrize(("answers", "rate"), [([3, 3], None), ([3, 3, 1], 67), ([3, 3, None, None], None)])
def test_share_who_would_come_again_is_told_from_three_on(evenings, answers, rate):
    for ticket, again in zip(came(evenings[0], *people(len(answers))), answers, strict=True):
        Feedback.objects.create(event=evenings[0], ticket=ticket, again=again, said_at=clock.now())

    assert of(evenings[0]).again_rate == rate


@pytest.mark.parametrize("count", [3, 300])
def test_ledger_costs_the_same_for_any_number_of_people(evenings, count, django_assert_num_queries):
    tickets = came(evenings[0], *people(count))
    seated(evenings[0], [tickets[start : start + 5] for start in range(0, count, 5)])
    talked(*tickets[:2])

    with django_assert_num_queries(11):
        nights(evenings[0].series)


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(0, 0, 0), (0, 9, 0), (1, 300, 1), (2, 3, 67), (299, 300, 99), (300, 300, 100)]
)
def test_hundred_in_a_hundred_is_told_of_all_only_and_nought_of_none(part, whole, told):
    assert ledger.hundredths(part, whole) == told


def test_one_pair_within_a_sector_among_many_is_not_rounded_away(series, evenings):
    night = ledger.of_series(series, now=clock.now())[0]

    rounded = replace(night, bridges={("finance", "tech"): 281, ("finance", "finance"): 1}, said=300, again=299)

    assert (rounded.across_rate, rounded.again_rate) == (99, 99)
