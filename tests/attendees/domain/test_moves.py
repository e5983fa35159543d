import datetime as dt
import threading

import pytest
from django.db import connection

from attendees.domain import moves
from attendees.domain.refused import AttendeeRefused
from attendees.models import AccessNeed, SignUp, Ticket
from events.models import Event, JournalEntry, Places
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory, TicketFactory
from tests.support.meanwhile import meanwhile


@pytest.fixture
def july(frozen, event, series):
    return EventFactory(series=series, slug="july", capacity=3, starts_at=event.starts_at + dt.timedelta(days=30))


@pytest.fixture
def paid(frozen, event):
    return SignUpFactory(event=event, people=["Ada", "Ben"], sector="tech", years="1-3")


def taken(event):
    return Places.objects.get(event=event).taken


def everything(sign_up):
    return list(sign_up.tickets.order_by("seat").values_list("name", "state", "cancel_reason", "refund_wanted"))


def test_whole_sign_up_moves_with_names_answers_and_money(paid, july, frozen, event):
    new = moves.move(paid.tickets.all(), to=july, by="Ada", now=frozen.now)

    assert (new.moved_from, new.event, new.way, new.price_amount, new.email) == (paid, july, "card", 500, paid.email)
    assert (new.sector, new.years) == ("tech", "1-3")
    assert everything(new) == [("Ada", "valid", "", False), ("Ben", "valid", "", False)]
    assert everything(paid) == [("Ada", "cancelled", "moved", False), ("Ben", "cancelled", "moved", False)]
    assert (taken(event), taken(july)) == (0, 2)
    assert new.tickets.get(seat=1).holder == paid.buyer
    assert [(t.moved_from.name, t.name) for t in new.tickets.all()] == [("Ada", "Ada"), ("Ben", "Ben")]
    assert new.manage_code != paid.manage_code
    assert JournalEntry.objects.get().sentence == "moved 2 to Wednesday 8 July 2026"
    assert sorted(Message.objects.values_list("template", flat=True)) == ["attendees/diary_mended", "attendees/moved"]


def test_one_of_two_moves_and_the_other_stays(paid, july, frozen, event):
    ben = paid.tickets.get(seat=2)
    AccessNeed.objects.create(ticket=ben, words="A chair", told_at=frozen.now)

    new = moves.move([ben], to=july, by="Ada", now=frozen.now)

    assert everything(new) == [("Ben", "valid", "", False)]
    assert everything(paid)[0] == ("Ada", "valid", "", False)
    assert (taken(event), taken(july)) == (1, 1)
    assert AccessNeed.objects.get().ticket == new.tickets.get()
    assert new.tickets.get().holder is None


def test_moving_twice_moves_once(paid, july, frozen):
    both = list(paid.tickets.all())

    first, second = (moves.move(both, to=july, by="Ada", now=frozen.now) for _ in range(2))

    assert (first, taken(july), SignUp.objects.count()) == (second, 2, 2)


def test_a_tap_is_told_of_the_move_that_another_one_makes_while_it_looks(paid, july, frozen):
    both = list(paid.tickets.all())

    with meanwhile(lambda: moves.move(both, to=july, by="Ada", now=frozen.now), after="moved_from_id") as first:
        second = moves.move(both, to=july, by="Ada", now=frozen.now)

    assert [second] == first
    assert taken(july) == 2


def test_moving_twice_to_the_last_places_is_not_told_full(paid, frozen, series, event):
    august = EventFactory(series=series, capacity=2, starts_at=event.starts_at + dt.timedelta(days=60))
    both = list(paid.tickets.all())

    first, second = (moves.move(both, to=august, by="Ada", now=frozen.now) for _ in range(2))

    assert first == second


def test_moved_place_moves_on_and_back(paid, july, frozen, event):
    there = moves.move(paid.tickets.all(), to=july, by="Ada", now=frozen.now)

    back = moves.move(there.tickets.all(), to=event, by="Ada", now=frozen.now)

    assert (back.moved_from, taken(event), taken(july)) == (there, 2, 0)


def test_full_date_refuses_and_nothing_changes(paid, july, frozen, event):
    SignUpFactory(event=july, people=["Cleo", "Dan"])

    with pytest.raises(AttendeeRefused, match="no longer enough places on that date"):
        moves.move(paid.tickets.all(), to=july, by="Ada", now=frozen.now)

    assert (taken(event), taken(july), SignUp.objects.filter(moved_from=paid).count()) == (2, 2, 0)
    assert [ticket.state for ticket in paid.tickets.all()] == ["valid", "valid"]
    assert not Message.objects.exists()


def test_lapsed_holds_on_that_date_make_room(paid, july, frozen):
    TicketFactory(
        sign_up=SignUpFactory(event=july, people=["Cleo", "Dan"]),
        seat=3, state=Ticket.HELD, holder=None, held_until=frozen.now - dt.timedelta(seconds=1),
    )  # fmt: skip

    new = moves.move([paid.tickets.get(seat=1)], to=july, by="Ada", now=frozen.now)

    assert (new.tickets.get().state, taken(july)) == ("valid", 3)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"currency": "eur"}, "cannot be moved there"),
        ({"state": Event.DRAFT}, "no longer open"),
        ({"starts_at": dt.datetime(2026, 5, 1, tzinfo=dt.UTC)}, "no longer open"),
    ],
)
def test_date_that_does_not_fit_is_refused_in_words(paid, july, frozen, changes, sentence):
    Event.objects.filter(pk=july.pk).update(**changes)
    july.refresh_from_db()

    with pytest.raises(AttendeeRefused, match=sentence):
        moves.move(paid.tickets.all(), to=july, by="Ada", now=frozen.now)

    assert [ticket.state for ticket in paid.tickets.all()] == ["valid", "valid"]


def test_another_series_is_refused(paid, frozen):
    with pytest.raises(AttendeeRefused, match="cannot be moved there"):
        moves.move(paid.tickets.all(), to=EventFactory(), by="Ada", now=frozen.now)


def test_too_late_is_refused_and_a_real_change_allows_it_again(paid, july, frozen, event):
    frozen.set(event.refund_until)
    with pytest.raises(AttendeeRefused, match="too late to move"):
        moves.move(paid.tickets.all(), to=july, by="Ada", now=frozen.now)
    Event.objects.filter(pk=event.pk).update(moved_at=frozen.now, moved_sentence="The place changed.")
    paid = SignUp.objects.get(pk=paid.pk)

    new = moves.move(paid.tickets.all(), to=july, by="Ada", now=frozen.now)

    assert everything(new)[0] == ("Ada", "valid", "", False)


def test_cancelled_ticket_does_not_move(paid, july, frozen):
    paid.tickets.filter(seat=2).update(state="cancelled", cancelled_at=frozen.now, cancel_reason="person")

    with pytest.raises(AttendeeRefused, match="not yours any more"):
        moves.move(paid.tickets.all(), to=july, by="Ada", now=frozen.now)

    assert (paid.tickets.get(seat=1).state, taken(july)) == ("valid", 0)


def test_who_is_in_does_not_move(paid, july, frozen):
    paid.tickets.filter(seat=1).update(checked_in_at=frozen.now, checked_in_by="Henry Host")

    with pytest.raises(AttendeeRefused, match="Ada is already checked in"):
        moves.move(paid.tickets.all(), to=july, by="Ada", now=frozen.now)


def test_possible_dates_have_room_soonest_first(paid, july, frozen, series, event):
    month = dt.timedelta(days=30)
    august = EventFactory(series=series, capacity=2, starts_at=july.starts_at + month)
    EventFactory(series=series, capacity=1, starts_at=july.starts_at + 2 * month)
    EventFactory(series=series, currency="eur", starts_at=july.starts_at + 3 * month)
    EventFactory(series=series, draft=True, starts_at=july.starts_at + 4 * month)
    EventFactory(starts_at=july.starts_at + 5 * month)

    assert list(moves.possible(paid, count=2, now=frozen.now)) == [july, august]


@pytest.mark.django_db(transaction=True)
def test_moves_in_opposite_directions_at_once_block_nobody(series):
    june = EventFactory(series=series)
    july = EventFactory(series=series, starts_at=june.starts_at + dt.timedelta(days=30))
    parties = [(SignUpFactory(event=june), july) for _ in range(3)] + [
        (SignUpFactory(event=july), june) for _ in range(3)
    ]
    gate, moved = threading.Barrier(6), []

    def go(sign_up, to):
        gate.wait(timeout=20)
        moved.append(moves.move(list(sign_up.tickets.all()), to=to, by="Ada", now=clock.now()).event_id)
        connection.close()

    movers = [threading.Thread(target=go, args=party) for party in parties]
    for mover in movers:
        mover.start()
    for mover in movers:
        mover.join(timeout=40)

    assert sorted(moved) == sorted([july.pk] * 3 + [june.pk] * 3)
    assert (taken(june), taken(july)) == (3, 3)
