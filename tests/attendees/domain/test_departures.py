import datetime as dt

import pytest

from attendees.domain import departures
from attendees.domain.refused import AttendeeRefused
from attendees.models import AccessNeed, SignUp
from events.models import Event, JournalEntry, Places
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory

DAY = dt.timedelta(days=1)


@pytest.fixture
def paid(frozen, event):
    """Two places by card, paid; the evening is in a week, refunds end a day before."""
    return SignUpFactory(event=event, people=["Ada", "Ben"])


def taken(sign_up):
    return Places.objects.get(event=sign_up.event_id).taken


def really_change(event, *, at):
    Event.objects.filter(pk=event.pk).update(moved_at=at, moved_sentence="The place changed.")
    event.refresh_from_db()


def rule(sign_up, now):
    found = departures.terms(SignUp.objects.get(pk=sign_up.pk), now=now)
    return found.cancel, found.refund, found.move, found.choice


@pytest.mark.parametrize(
    ("before_start", "expected"),
    [
        (DAY + dt.timedelta(seconds=1), (True, True, True, False)),
        (DAY, (True, False, False, False)),
        (dt.timedelta(seconds=1), (True, False, False, False)),
        (dt.timedelta(0), (False, False, False, False)),
        (-DAY, (False, False, False, False)),
    ],
)
def test_paid_place_goes_back_with_its_money_until_the_deadline(paid, before_start, expected):
    assert rule(paid, paid.event.starts_at - before_start) == expected


@pytest.mark.parametrize("way", [SignUp.FREE, SignUp.DOOR, SignUp.HOST])
def test_what_was_not_paid_in_advance_moves_until_the_start(event, way):
    sign_up = SignUpFactory(event=event, way=way)

    assert rule(sign_up, event.starts_at - dt.timedelta(minutes=1)) == (True, False, True, False)


def test_real_change_opens_the_choice_until_the_start(paid, frozen):
    really_change(paid.event, at=frozen.now)
    last_minute = paid.event.starts_at - dt.timedelta(minutes=1)

    assert rule(paid, last_minute) == (True, True, True, True)
    assert rule(paid, paid.event.starts_at) == (False, False, False, False)


def test_who_came_after_the_change_has_no_choice(paid, frozen):
    really_change(paid.event, at=frozen.now - dt.timedelta(seconds=1))

    assert rule(paid, paid.event.starts_at - DAY) == (True, False, False, False)


def test_keeping_closes_the_choice_once_and_a_second_change_opens_it_again(paid, frozen):
    really_change(paid.event, at=frozen.now)
    first = frozen.move(hours=1)
    departures.keep(SignUp.objects.get(pk=paid.pk), now=first)
    departures.keep(SignUp.objects.get(pk=paid.pk), now=frozen.move(hours=1))
    kept_at = SignUp.objects.get(pk=paid.pk).kept_after_move_at
    late = paid.event.starts_at - dt.timedelta(minutes=1)
    after_keeping = rule(paid, late)

    really_change(paid.event, at=frozen.move(hours=1))

    assert (kept_at, after_keeping) == (first, (True, False, False, False))
    assert rule(paid, late) == (True, True, True, True)


def test_cancelled_evening_is_left_to_the_sweep(paid, frozen):
    Event.objects.update(state=Event.CANCELLED, cancelled_at=frozen.now)

    assert rule(paid, frozen.now) == (False, False, False, False)


def test_cancelling_one_of_two_frees_it_and_wants_its_money_back(paid, frozen):
    ada, ben = paid.tickets.all()

    done = departures.cancel([ben], by="Ada", now=frozen.now)

    ben.refresh_from_db()
    assert done == [ben]
    assert (ben.state, ben.cancel_reason, ben.cancelled_at, ben.refund_wanted) == (
        "cancelled", "person", frozen.now, True,
    )  # fmt: skip
    assert (paid.tickets.get(pk=ada.pk).state, taken(paid)) == ("valid", 1)
    assert Message.objects.get().template == "attendees/cancelled"
    entry = JournalEntry.objects.get()
    assert (entry.by, entry.sentence) == ("Ada", "gave back 1 place and gets the money back")


def test_cancelling_twice_frees_and_mails_once(paid, frozen):
    both = list(paid.tickets.all())

    first, second = (departures.cancel(both, by="Ada", now=frozen.now) for _ in range(2))

    assert (len(first), second, taken(paid)) == (2, [], 0)
    assert (Message.objects.count(), JournalEntry.objects.count()) == (1, 1)


def test_after_the_deadline_it_frees_the_place_and_keeps_the_money(paid, frozen):
    frozen.set(paid.event.refund_until)

    departures.cancel(paid.tickets.all(), by="Ada", now=frozen.now)

    assert list(paid.tickets.values_list("state", "refund_wanted")) == [("cancelled", False)] * 2
    assert JournalEntry.objects.get().sentence == "gave back 2 places"


def test_what_somebody_needed_goes_with_their_place(paid, frozen):
    ada = paid.tickets.get(seat=1)
    AccessNeed.objects.create(ticket=ada, words="A chair", told_at=frozen.now)

    departures.cancel([ada], by="Ada", now=frozen.now)

    assert not AccessNeed.objects.exists()


@pytest.mark.parametrize(
    ("wait", "sentence"),
    [(dt.timedelta(0), "This evening has begun"), (dt.timedelta(hours=5), "This evening is over")],
)
def test_too_late_is_refused_in_words(paid, frozen, wait, sentence):
    frozen.set(paid.event.starts_at + wait)

    with pytest.raises(AttendeeRefused, match=sentence):
        departures.cancel(paid.tickets.all(), by="Ada", now=frozen.now)

    assert (taken(paid), Message.objects.count()) == (2, 0)


def test_who_is_in_stays_in(paid, frozen):
    paid.tickets.filter(seat=2).update(checked_in_at=frozen.now, checked_in_by="Henry Host")

    with pytest.raises(AttendeeRefused, match="Ben is already checked in"):
        departures.cancel(paid.tickets.all(), by="Ada", now=frozen.now)

    assert [ticket.state for ticket in paid.tickets.all()] == ["valid", "valid"]


def test_place_at_the_door_owes_nothing_back(frozen, series):
    sign_up = SignUpFactory(event=EventFactory(series=series, pay_at_door=True), way=SignUp.DOOR)

    departures.cancel(sign_up.tickets.all(), by="Ada", now=frozen.now)

    assert sign_up.tickets.get().refund_wanted is False
