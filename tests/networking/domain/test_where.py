"""Where do I go: what one person is told at each moment of an evening."""

import datetime as dt

import pytest

from events.models import Event
from foundation.lib import clock
from networking.domain import activities, room, rounds, run_sheets, where
from networking.models import Block, RoomTable, Round, RunSheet, Seat, Wish
from tests.support.rooms import close, here, plan, run_sheet


def told(ticket):
    ticket.refresh_from_db()
    event, now = Event.objects.get(pk=ticket.event_id), clock.now()
    found = room.read(event.pk, stamp=room.stamp(event.pk))
    return where.place_of(ticket, found, where.moment_of(found, event, now=now))


def words(table):
    return table and (str(table.look), [person.first_name for person in table.people])


def test_before_the_rounds_nobody_has_a_table(tonight):
    [ada] = here(tonight, "Ada Adams")

    without_sheet = told(ada)
    run_sheet(tonight, step=RunSheet.WELCOME)

    assert without_sheet == told(ada) == where.Place(where.Moment(where.BEFORE), why=where.NO_SEAT)


def test_activity_is_told_with_its_end_until_the_rounds_begin(tonight, frozen):
    ada, ben = here(tonight, "Ada Adams", "Ben Brown")
    plan(tonight, [ada, ben])
    act = {"by": "Henry", "now": clock.now()}
    activities.choose(tonight, activities.find(tonight.series, "help-or-check"), **act)
    run_sheets.go_to(tonight, RunSheet.ACTIVITY, **act)
    activity = run_sheets.of(tonight).activity
    doing = room.Doing(activity.title, activity.prompt, clock.now() + dt.timedelta(minutes=activity.minutes))

    on = told(ada).moment
    frozen.move(minutes=activity.minutes)
    up = told(ada).moment
    rounds.go(tonight, 1, by="Henry", now=clock.now())

    assert on == where.Moment(where.BEFORE, is_near=True, doing=doing)
    assert up == where.Moment(where.BEFORE, is_near=True, doing=doing, is_time_up=True)
    assert on.key != up.key
    assert (told(ada).moment.kind, told(ada).moment.doing) == (where.PLAYING, None)


def test_draft_is_told_to_nobody_until_the_host_says_go(tonight):
    ada, ben = here(tonight, "Ada Adams", "Ben Brown")
    draft = plan(tonight, [ada, ben])

    planned = told(ada)
    Round.objects.filter(pk=draft.pk).update(is_told=True)
    run_sheet(tonight, rounds=2)

    assert planned.moment == where.Moment(where.BEFORE, is_near=True)
    assert planned.moment.look_every == 4
    assert words(told(ada).next_table) == ("BLUE ● table", ["Ben"])


def test_live_round_says_table_place_and_with_whom(tonight):
    ada, ben, cem, dan = here(tonight, "Ada Adams", "Ben Brown", "Cem Can", "Dan Day")
    RoomTable.objects.create(event=tonight, number=2, where="by the window")
    plan(tonight, [ada, ben], [cem, dan], state=Round.LIVE)

    place = told(cem)

    assert (place.moment.kind, place.moment.turn.number, place.why) == (where.PLAYING, 1, "")
    assert (words(place.table), place.next_table) == (("YELLOW ▲ table, by the window", ["Dan"]), None)


def test_next_table_is_told_two_minutes_before_the_end_and_stays_told(tonight, frozen):
    ada, ben, cem, dan = here(tonight, "Ada Adams", "Ben Brown", "Cem Can", "Dan Day")
    first = plan(tonight, [ada, ben], [cem, dan], state=Round.LIVE)
    plan(tonight, [cem, ben], [ada, dan], number=2)

    frozen.move(minutes=9, seconds=59)
    early = told(ada)
    frozen.move(seconds=1)
    late = told(ada)
    frozen.move(minutes=3)
    up = told(ada)
    close(first)
    between = told(ada)

    following = ("YELLOW ▲ table", ["Dan"])
    assert [words(each.next_table) for each in (early, late, up, between)] == [None, following, following, following]
    assert [each.moment.is_time_up for each in (early, late, up, between)] == [False, False, True, False]
    assert (between.moment.kind, between.table) == (where.BETWEEN, None)


def test_paused_round_tells_nothing_of_the_next(tonight, frozen):
    ada, ben = here(tonight, "Ada Adams", "Ben Brown")
    plan(tonight, [ada, ben], state=Round.LIVE, paused_at=clock.now())
    plan(tonight, [ben, ada], number=2)

    frozen.move(minutes=30)
    place = told(ada)

    assert place.moment.is_paused
    assert (place.moment.is_time_up, place.next_table) == (False, None)


def test_who_sits_out_left_is_not_in_or_came_late_is_told_why(tonight):
    ada, ben, cem, dan = here(tonight, "Ada Adams", "Ben Brown", "Cem Can", "Dan Day")
    late = here(tonight, "Eve Early")[0]
    type(dan).objects.filter(pk=dan.pk).update(checked_in_at=None, checked_in_by="")
    Wish.objects.create(event=tonight, ticket=ben, kind=Wish.SITS_OUT, said_at=clock.now())
    plan(tonight, [ada, cem], state=Round.LIVE)
    Seat.objects.filter(ticket=cem).update(left_at=clock.now())
    run_sheet(tonight)

    why = [told(each).why for each in (ada, ben, cem, dan, late)]

    assert why == ["", where.SITS_OUT, where.LEFT, where.NOT_IN, where.NO_SEAT]
    assert words(told(ada).table) == ("BLUE ● table", [])


def test_wish_taken_back_is_seen_at_once(tonight):
    ada, ben, cem = here(tonight, "Ada Adams", "Ben Brown", "Cem Can")
    wish = Wish.objects.create(event=tonight, ticket=cem, kind=Wish.SITS_OUT, said_at=clock.now())
    plan(tonight, [ada, ben], state=Round.LIVE)

    before = told(cem).why
    wish.delete()

    assert (before, told(cem).why) == (where.SITS_OUT, where.NO_SEAT)


def test_after_the_last_round_all_are_played_and_after_the_evening_nothing_is_shown(tonight, frozen):
    ada, ben = here(tonight, "Ada Adams", "Ben Brown")
    only = plan(tonight, [ada, ben], state=Round.LIVE)
    run_sheet(tonight, rounds=1)
    live = told(ada)
    close(only)
    run_sheet(tonight, rounds=1)

    played = told(ada)
    frozen.set(tonight.ends_at)

    assert live.moment.is_last
    assert (played.moment.kind, told(ada).moment.kind) == (where.PLAYED, where.OVER)


def test_at_the_close_a_round_that_nobody_ended_is_shown_no_more(tonight):
    ada, ben = here(tonight, "Ada Adams", "Ben Brown")
    plan(tonight, [ada, ben])
    act = {"by": "Henry", "now": clock.now()}
    rounds.go(tonight, 1, **act)

    run_sheets.go_to(tonight, RunSheet.CLOSE, **act)
    closing = told(ada)
    run_sheets.go_to(tonight, RunSheet.ROUNDS, **act)

    assert (closing.moment.kind, closing.table) == (where.PLAYED, None)
    assert (told(ada).moment.kind, words(told(ada).table)[1]) == (where.PLAYING, ["Ben"])


def test_round_that_nobody_closed_is_shown_no_more_three_hours_after_the_end(tonight, frozen):
    ada, ben = here(tonight, "Ada Adams", "Ben Brown")
    plan(tonight, [ada, ben], state=Round.LIVE)

    frozen.set(tonight.ends_at + where.OVERRUN - dt.timedelta(seconds=1))
    still = told(ada)
    frozen.move(seconds=1)

    assert words(still.table) == ("BLUE ● table", ["Ben"])
    assert told(ada) == where.Place(where.Moment(where.OVER), why=where.NO_SEAT)


@pytest.mark.parametrize("way", ["block", "wish"])
def test_two_kept_apart_are_not_named_to_each_other_at_a_table_of_the_hosts_making(tonight, way):
    """They should never be at one table; if a hand put them there, no page says so."""
    ada, ben, cem = here(tonight, "Ada Adams", "Ben Brown", "Cem Can")
    plan(tonight, [ada, ben, cem], state=Round.LIVE)
    before = words(told(ada).table)

    if way == "block":
        Block.objects.create(by=ada.holder, against=ben.holder, said_at=clock.now())
    else:
        Wish.objects.create(event=tonight, ticket=ada, other=ben, kind=Wish.APART, said_at=clock.now())

    assert before == ("BLUE ● table", ["Ben", "Cem"])
    assert [words(told(each).table)[1] for each in (ada, ben, cem)] == [["Cem"], ["Cem"], ["Ada", "Ben"]]


def test_on_a_shared_screen_neither_of_two_kept_apart_is_named_at_their_table(tonight):
    ada, ben, cem = here(tonight, "Ada Adams", "Ben Brown", "Cem Can")
    plan(tonight, [ada, ben, cem], state=Round.LIVE)
    Block.objects.create(by=ada.holder, against=ben.holder, said_at=clock.now())

    found = room.read(tonight.pk, stamp=room.stamp(tonight.pk))

    assert [who.first_name for who in found.for_all(found.rounds[0].tables[0]).people] == ["Cem"]


def test_people_with_the_same_first_name_get_letters_of_the_surname(tonight):
    tickets = here(tonight, "Tom Whitfield", "Tom Wong", "Ada Adams")
    plan(tonight, tickets, state=Round.LIVE)

    found = room.read(tonight.pk, stamp=room.stamp(tonight.pk))

    assert [(who.called, who.first_name) for who in found.rounds[0].tables[0].people] == [
        ("Ada", "Ada"),
        ("Tom Wh", "Tom"),
        ("Tom Wo", "Tom"),
    ]


def test_room_is_read_with_twelve_queries_once_and_then_with_none(tonight, django_assert_num_queries):
    tickets = here(tonight, *(f"Guest{number} Surname" for number in range(12)))
    for number in (1, 2, 3):
        plan(tonight, tickets[:4], tickets[4:8], tickets[8:], number=number)
    stamp = room.stamp(tonight.pk)

    with django_assert_num_queries(12):
        found = room.read(tonight.pk, stamp=stamp)
    with django_assert_num_queries(0):
        assert room.read(tonight.pk, stamp=stamp) is found
