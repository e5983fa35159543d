import datetime as dt

import pytest

from foundation.lib import clock
from networking.domain import activities, board, patterns
from networking.domain.board import Heading
from networking.domain.refused import NetworkingRefused
from networking.models import Pattern


@pytest.fixture
def tonight(event, frozen):
    """The evening has begun, with "Help or check?"."""
    frozen.set(event.starts_at + dt.timedelta(hours=1))
    card = activities.find(event.series, "help-or-check")
    activities.choose(event, card, by="Henry", now=clock.now())
    return event


def file(event, words, *, tag="Helping", nonce=None, **whose):
    return patterns.file(event, words=words, tag=tag, nonce=nonce or words, now=clock.now(), **whose)


def shown(event):
    return {heading.name: (list(heading.words), heading.waiting) for heading in board.of(event).headings}


def test_what_a_table_noticed_waits_for_the_host(tonight):
    found = file(tonight, "We all help", table=3)

    assert (found.state, found.table, found.ticket, found.tag) == (Pattern.FILED, 3, None, "Helping")
    assert found.activity.slug == "help-or-check"
    assert shown(tonight)["Helping"] == ([], 1)


def test_form_sent_twice_is_one(tonight, ticket):
    for _ in range(2):
        file(tonight, "We all help", nonce="n1", ticket=ticket)

    assert Pattern.objects.count() == 1


def test_anonymous_one_holds_neither_table_nor_ticket(tonight):
    found = file(tonight, "We all help")

    assert (found.table, found.ticket) == (None, None)


def test_heading_that_is_not_tonight_s_is_left_out(tonight):
    assert file(tonight, "We all help", tag="Elsewhere").tag == ""


@pytest.mark.parametrize(("hours", "is_open"), [(-1.1, False), (-0.9, True), (14.9, True), (15.1, False)])
def test_box_is_open_around_the_evening(event, hours, is_open):
    assert patterns.is_open(event, now=event.starts_at + dt.timedelta(hours=hours)) is is_open


def test_box_is_shut_on_other_days(event, frozen):
    with pytest.raises(NetworkingRefused, match="open on the evening"):
        file(event, "Too early")

    assert not Pattern.objects.exists()


def test_board_shows_what_is_revealed_under_its_headings(tonight, django_assert_num_queries):
    file(tonight, "One")
    file(tonight, "Two", tag="The gap")
    file(tonight, "Loose", tag="")
    patterns.reveal_all(tonight, now=clock.now())
    file(tonight, "Three")
    patterns.hide(file(tonight, "Rude"), now=clock.now())

    with django_assert_num_queries(2):
        found = board.of(tonight)

    assert found.prompt == "Where do you stand, where would others put you, and what explains the gap?"
    assert found.headings == (
        Heading("Helping", ("One",), 1),
        Heading("Checking", (), 0),
        Heading("The gap", ("Two",), 0),
        Heading("What moved us", (), 0),
        Heading("And besides", ("Loose",), 0),
    )
    assert (found.shown, found.waiting) == (3, 1)


def test_board_without_an_activity_has_no_headings(event, frozen):
    frozen.set(event.starts_at)
    patterns.reveal(file(event, "One"), now=clock.now())

    assert board.of(event).headings == (Heading("", ("One",), 0),)


def test_hidden_one_leaves_the_board_and_comes_back(tonight):
    found = file(tonight, "One")
    for _ in range(2):
        patterns.reveal(found, now=clock.now())
    for _ in range(2):
        patterns.hide(found, now=clock.now())
    gone = shown(tonight)["Helping"]

    patterns.reveal(found, now=clock.now())

    assert gone == ([], 0)
    assert shown(tonight)["Helping"] == (["One"], 0)


def test_hidden_one_is_not_kept(tonight):
    found = file(tonight, "One")
    patterns.keep(found, now=clock.now())
    patterns.hide(found, now=clock.now())

    patterns.keep(found, now=clock.now())

    assert Pattern.objects.get().kept_at is None


def test_kept_one_is_let_go(tonight):
    found = file(tonight, "One")
    patterns.keep(found, now=clock.now())

    for _ in range(2):
        patterns.let_go(found, now=clock.now())

    assert Pattern.objects.get().kept_at is None


def test_reveal_all_leaves_hidden_ones_alone(tonight):
    patterns.hide(file(tonight, "Rude"), now=clock.now())
    file(tonight, "One")

    counts = [patterns.reveal_all(tonight, now=clock.now()) for _ in range(2)]

    assert counts == [1, 0]
    assert Pattern.objects.filter(state=Pattern.HIDDEN).count() == 1


@pytest.mark.parametrize("do", [patterns.reveal, patterns.hide, patterns.keep])
def test_stamp_of_the_board_rises_with_each_change(tonight, frozen, do):
    found = file(tonight, "One")
    before = board.stamp(tonight.pk)
    frozen.move(seconds=1)

    do(found, now=clock.now())

    assert board.stamp(tonight.pk) != before


def test_stamp_of_the_board_rises_when_the_question_changes(tonight, frozen):
    before = board.stamp(tonight.pk)
    frozen.move(seconds=1)

    activities.edit(activities.chosen(tonight), changes={"prompt": "And now?"}, by="Henry", now=clock.now())

    assert board.stamp(tonight.pk) != before
