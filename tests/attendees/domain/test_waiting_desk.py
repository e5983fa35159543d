import datetime as dt

import pytest

from attendees.domain import waiting_desk, waiting_list
from attendees.domain.refused import AttendeeRefused
from attendees.models import WaitingListEntry
from events.models import JournalEntry, Places
from tests.support.meanwhile import meanwhile
from tests.support.waiting import full, give_back, mails, states, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(frozen, series):
    event = full(2, series=series)
    for name in ("Ada", "Ben", "Cleo"):
        wait(event, name)
    return event


def entry(name):
    return WaitingListEntry.objects.select_related("event__series").get(name=name)


def said(event):
    return list(JournalEntry.objects.filter(event=event, by="Henry").values_list("sentence", flat=True))


@pytest.mark.parametrize(
    ("to", "order"),
    [
        (1, ["Cleo", "Ada", "Ben"]),
        (2, ["Ada", "Cleo", "Ben"]),
        (3, ["Ada", "Ben", "Cleo"]),
        (99, ["Ada", "Ben", "Cleo"]),
    ],
)
def test_host_moves_somebody_and_says_why(event, frozen, to, order):
    waiting_desk.move(entry("Cleo"), to=to, reason="speaks tonight", by="Henry", now=frozen.now)

    assert [name for name, _ in states(event)] == order
    number = min(to, 3)
    assert said(event) == [f"made Cleo number {number} on the waiting list: speaks tonight"]
    assert entry("Cleo").note == f"Henry made Cleo number {number} on the waiting list: speaks tonight"
    give_back(event)
    assert states(event)[0] == (order[0], "offered")


def test_host_takes_somebody_off_the_list_and_they_are_told(event, frozen):
    waiting_desk.remove(entry("Ada"), reason="asked us to", by="Henry", now=frozen.now)

    assert states(event) == [("Ada", "closed"), ("Ben", "waiting"), ("Cleo", "waiting")]
    assert mails("closed") == ["ada@mail.example"]
    assert said(event) == ["took Ada off the waiting list: asked us to"]


def test_offer_of_who_is_taken_off_moves_on(event, frozen):
    give_back(event)

    waiting_desk.remove(entry("Ada"), reason="asked us to", by="Henry", now=frozen.now)

    assert states(event) == [("Ada", "closed"), ("Ben", "offered"), ("Cleo", "waiting")]


def test_who_is_offered_a_place_at_that_very_moment_is_taken_off_all_the_same(event, frozen):
    ada = entry("Ada")

    with meanwhile(lambda: give_back(event), after="attendees_ticket"):
        waiting_desk.remove(ada, reason="asked us to", by="Henry", now=frozen.now)

    assert states(event) == [("Ada", "closed"), ("Ben", "offered"), ("Cleo", "waiting")]
    assert mails("closed") == ["ada@mail.example"]


def test_host_invites_somebody_out_of_order_and_over_capacity(event, frozen):
    waiting_desk.invite(entry("Cleo"), reason="came far", by="Henry", now=frozen.now)

    row = Places.objects.get(event=event)
    assert states(event) == [("Ada", "waiting"), ("Ben", "waiting"), ("Cleo", "offered")]
    assert (row.taken, row.capacity, row.ceiling, row.waiting) == (3, 2, 3, 2)
    assert said(event) == ["offered Cleo a place out of order: came far"]
    assert mails("offered") == ["cleo@mail.example"]


@pytest.mark.parametrize(
    ("act", "state", "mail"), [(waiting_desk.invite, "offered", "offered"), (waiting_desk.remove, "closed", "closed")]
)
def test_second_tap_of_the_host_does_and_writes_down_nothing_more(event, frozen, act, state, mail):
    ada = entry("Ada")

    for _ in range(2):
        act(ada, reason="came far", by="Henry", now=frozen.now)

    assert states(event)[0] == ("Ada", state)
    assert mails(mail) == ["ada@mail.example"]
    assert len(said(event)) == 1
    assert Places.objects.get(event=event).waiting == 2


def test_moving_somebody_twice_is_written_down_once(event, frozen):
    for _ in range(2):
        waiting_desk.move(entry("Cleo"), to=1, reason="speaks tonight", by="Henry", now=frozen.now)

    assert len(said(event)) == 1


def test_who_has_an_offer_has_no_number_to_change(event, frozen):
    give_back(event)

    with pytest.raises(AttendeeRefused, match="A place is kept for them now"):
        waiting_desk.move(entry("Ada"), to=2, reason="-", by="Henry", now=frozen.now)


@pytest.mark.parametrize("act", [waiting_desk.remove, waiting_desk.invite])
def test_who_waits_no_longer_is_neither_taken_off_nor_invited(event, frozen, act):
    ada = entry("Ada")
    waiting_list.leave(ada, now=frozen.now)

    with pytest.raises(AttendeeRefused, match="do not wait"):
        act(ada, reason="-", by="Henry", now=frozen.now)

    assert said(event) == []


def test_who_waits_no_longer_is_not_moved(event, frozen):
    ada = entry("Ada")
    waiting_list.leave(ada, now=frozen.now)

    with pytest.raises(AttendeeRefused, match="do not wait"):
        waiting_desk.move(ada, to=1, reason="-", by="Henry", now=frozen.now)


def test_in_the_last_hours_the_host_calls_everybody_to_the_door(event, frozen):
    frozen.set(event.starts_at - dt.timedelta(hours=1))

    called = waiting_desk.call_everybody(event, by="Henry", now=frozen.now)
    again = waiting_desk.call_everybody(event, by="Henry", now=frozen.now)

    assert (called, again) == (3, 0)
    assert mails("come") == ["ada@mail.example", "ben@mail.example", "cleo@mail.example"]
    assert said(event) == ["told all 3 on the waiting list to come to the door"]
    assert Places.objects.get(event=event).waiting == 0


@pytest.mark.parametrize("hours", [3, -1])
def test_at_another_time_nobody_is_called(event, frozen, hours):
    frozen.set(event.starts_at - dt.timedelta(hours=hours))

    with pytest.raises(AttendeeRefused, match="two hours before"):
        waiting_desk.call_everybody(event, by="Henry", now=frozen.now)


def test_host_reads_the_queue_with_three_queries(event, django_assert_num_queries):
    give_back(event)

    with django_assert_num_queries(3):
        queue = waiting_desk.read(event)

    assert [entry.name for entry in queue.offered] == ["Ada"]
    assert [entry.name for entry in queue.waiting] == ["Ben", "Cleo"]
    assert queue.ended == ()
