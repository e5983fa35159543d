"""The run-sheet: the activity's end by the clock."""

import datetime as dt

import pytest

from attendees.domain import next_place
from events.models import Event
from networking.domain import activities, rounds, run_sheets
from networking.domain.run_acts import Act, carry_out
from networking.models import RunSheet
from tests.support.factories import now
from tests.support.rooms import here, plan


@pytest.fixture
def evening(tonight):
    """With an activity of ten minutes."""
    activities.choose(tonight, activities.find(tonight.series, "help-or-check"), by="Henry", now=now())
    run_sheets.change(tonight, wish={"activity_minutes": 10}, by="Henry", now=now())
    return tonight


def go_to(event, step):
    run_sheets.go_to(event, step, by="Henry", now=now())


def left(event):
    """Minutes until the end that is told."""
    ends_at = run_sheets.of(event).step_ends_at
    return ends_at and (ends_at - now()) / dt.timedelta(minutes=1)


def test_activity_ends_by_the_clock_and_no_other_step_does(evening):
    found = []
    for step in ("welcome", "activity", "rounds", "activity", "close"):
        go_to(evening, step)
        found.append(left(evening))

    assert found == [None, 10, None, 10, None]


def test_activity_without_one_chosen_has_no_end_until_it_is_chosen(tonight, frozen):
    go_to(tonight, "activity")
    none_chosen = left(tonight)
    frozen.move(minutes=4)
    card = activities.find(tonight.series, "help-or-check")
    activities.choose(tonight, card, by="Henry", now=now())
    chosen = left(tonight)
    activities.choose(tonight, None, by="Henry", now=now())

    assert (none_chosen, chosen, left(tonight)) == (None, card.minutes - 4, None)


def test_minutes_changed_while_it_is_on_move_the_end(evening, frozen):
    go_to(evening, "activity")
    frozen.move(minutes=3)

    run_sheets.change(evening, wish={"activity_minutes": 20}, by="Henry", now=now())

    assert (left(evening), run_sheets.of(evening).step) == (17, RunSheet.ACTIVITY)


def test_close_opens_the_next_date_and_going_back_shuts_it_until_its_time(tonight):
    opened = []
    for step in ("rounds", "close", "rounds"):
        go_to(tonight, step)
        opened.append(next_place.is_open(Event.objects.get(pk=tonight.pk), now=now()))

    assert opened == [False, True, False]


def test_round_begun_after_the_close_takes_the_close_back(tonight):
    plan(tonight, here(tonight, "Ada Adams", "Ben Brown"))
    go_to(tonight, "close")

    rounds.go(tonight, 1, by="Henry", now=now())

    assert Event.objects.get(pk=tonight.pk).closing_since is None


def test_more_minutes_pressed_on_two_phones_are_given_once(evening):
    go_to(evening, "activity")
    seen = run_sheets.of(evening).step_ends_at

    for _ in range(2):
        carry_out(evening, Act("longer", seen=seen), by="Henry", now=now())

    assert left(evening) == 12


def test_more_minutes_after_the_activity_change_nothing(evening):
    go_to(evening, "activity")
    seen = run_sheets.of(evening).step_ends_at
    go_to(evening, "rounds")

    carry_out(evening, Act("longer", seen=seen), by="Henry", now=now())

    assert left(evening) is None
