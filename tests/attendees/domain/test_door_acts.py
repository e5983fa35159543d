import datetime as dt

import pytest
from django.db import IntegrityError

from attendees.domain import check_in, door_acts, door_phones, tickets
from attendees.models import DoorAct, Ticket
from events.models import JournalEntry
from tests.support.phones import nonce

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SEVEN = dt.timedelta(minutes=30)


@pytest.fixture
def tonight(event, frozen):
    """Half an hour after the beginning; `tonight.now`."""
    event.now = event.starts_at + SEVEN
    return event


def phone(event, code, name):
    return door_phones.hear(event, code=code * 26, name=name, unsent=0, now=event.now)


@pytest.fixture
def dora_phone(tonight):
    return phone(tonight, "d", "Dora")


@pytest.fixture
def lee_phone(tonight):
    return phone(tonight, "7", "Lee")


def said(phone, event, *, minutes_ago, named=None):
    ago = dt.timedelta(minutes=minutes_ago)
    return door_acts.told(phone, nonce=named or nonce(), ago=ago, now=event.now)


def scan(event, ticket, phone, *, minutes_ago, named=None):
    return door_acts.check_in(event, ticket, said(phone, event, minutes_ago=minutes_ago, named=named))


def undo(event, ticket, phone, *, minutes_ago, of=None):
    return door_acts.undo_check_in(event, ticket, said(phone, event, minutes_ago=minutes_ago), of=of)


def stamp(ticket):
    ticket.refresh_from_db()
    return ticket.checked_in_at, ticket.checked_in_by


def outcomes():
    return list(DoorAct.objects.order_by("pk").values_list("outcome", flat=True))


def test_scan_told_late_counts_from_when_it_was(tonight, ticket, dora_phone):
    act = scan(tonight, ticket, dora_phone, minutes_ago=12)

    at = tonight.now - dt.timedelta(minutes=12)
    assert stamp(ticket) == (at, "Dora, phone DD")
    assert (act.outcome, act.shown, act.word, act.happened_at, act.received_at) == (
        "counted",
        "in",
        "Come in",
        at,
        tonight.now,
    )


def test_same_act_again_is_the_same_act(tonight, ticket, dora_phone):
    first = scan(tonight, ticket, dora_phone, minutes_ago=12, named="a" * 26)

    again = scan(tonight, ticket, dora_phone, minutes_ago=3, named="a" * 26)

    assert again == first
    assert stamp(ticket) == (tonight.now - dt.timedelta(minutes=12), "Dora, phone DD")


def test_of_two_phones_without_connection_the_earlier_counts_though_told_second(tonight, ticket, dora_phone, lee_phone):
    later = scan(tonight, ticket, lee_phone, minutes_ago=5)
    earlier = scan(tonight, ticket, dora_phone, minutes_ago=9)

    assert stamp(ticket) == (tonight.now - dt.timedelta(minutes=9), "Dora, phone DD")
    assert outcomes() == ["doubled", "counted"]
    assert earlier.why == "Somebody else came in with it too. Checked in at 13:55 by Lee, phone 77."
    assert list(door_acts.to_look_at(tonight, to_host=False)) == [later]
    assert JournalEntry.objects.filter(event=tonight, sentence__startswith="let Ada Attendee in, as").count() == 1


def test_of_two_phones_without_connection_the_later_is_told_who_was_first(tonight, ticket, dora_phone, lee_phone):
    scan(tonight, ticket, dora_phone, minutes_ago=9)
    later = scan(tonight, ticket, lee_phone, minutes_ago=5)

    assert stamp(ticket) == (tonight.now - dt.timedelta(minutes=9), "Dora, phone DD")
    assert outcomes() == ["counted", "doubled"]
    assert (later.shown, later.word) == ("stop", "Already in")
    assert later.why == "Checked in at 13:51 by Dora, phone DD. You let them in at 13:55; the first counts."


def test_third_scan_at_once_is_refused_with_time_and_phone_of_the_first(tonight, ticket, dora_phone, lee_phone):
    scan(tonight, ticket, dora_phone, minutes_ago=9)
    scan(tonight, ticket, lee_phone, minutes_ago=5)

    third = scan(tonight, ticket, lee_phone, minutes_ago=0)

    assert (third.outcome, third.word, third.why) == (
        "refused",
        "Already in",
        "Checked in at 13:51 by Dora, phone DD.",
    )


def test_undoing_the_second_leaves_the_first(tonight, ticket, dora_phone, lee_phone):
    scan(tonight, ticket, dora_phone, minutes_ago=9)
    second = scan(tonight, ticket, lee_phone, minutes_ago=5)

    done = undo(tonight, ticket, lee_phone, minutes_ago=4, of=second)

    assert stamp(ticket) == (tonight.now - dt.timedelta(minutes=9), "Dora, phone DD")
    assert done.why == "They stay in. Checked in at 13:51 by Dora, phone DD."
    assert list(door_acts.to_look_at(tonight, to_host=False)) == []


def test_undoing_the_first_lets_the_second_count(tonight, ticket, dora_phone, lee_phone):
    first = scan(tonight, ticket, dora_phone, minutes_ago=9)
    scan(tonight, ticket, lee_phone, minutes_ago=5)

    undo(tonight, ticket, dora_phone, minutes_ago=4, of=first)

    assert stamp(ticket) == (tonight.now - dt.timedelta(minutes=5), "Lee, phone 77")
    assert outcomes() == ["counted", "counted", "counted"]


def test_undo_takes_the_stamp_off_whoever_gave_it(tonight, ticket, dora_phone):
    check_in.check_in(tonight, ticket, by="Henry Host", now=tonight.starts_at)

    done = undo(tonight, ticket, dora_phone, minutes_ago=1)

    assert stamp(ticket) == (None, "")
    assert (done.shown, done.word) == ("wait", "Undone")


def test_late_undo_leaves_a_newer_check_in(tonight, ticket, dora_phone, lee_phone):
    scan(tonight, ticket, lee_phone, minutes_ago=2)

    done = undo(tonight, ticket, dora_phone, minutes_ago=8)

    assert stamp(ticket) == (tonight.now - dt.timedelta(minutes=2), "Lee, phone 77")
    assert (done.word, done.why) == ("Not undone", "They stay in. Checked in at 13:58 by Lee, phone 77.")


def test_ticket_given_back_meanwhile_is_refused_and_stays_to_look_at(tonight, ticket, dora_phone):
    tickets.cancel(Ticket.objects.filter(pk=ticket.pk), reason=tickets.CANCELLED_BY_PERSON, now=tonight.starts_at)

    act = scan(tonight, ticket, dora_phone, minutes_ago=9)

    assert (act.outcome, act.why) == ("wrong", "This place was given back by the person who took it.")
    assert list(door_acts.to_look_at(tonight, to_host=False)) == [act]


@pytest.mark.parametrize(("minutes_ago", "kept"), [(-10, 0), (60 * 24 * 30, 36 * 60)])
def test_phone_cannot_move_an_act_out_of_the_evening(tonight, dora_phone, minutes_ago, kept):
    told = said(dora_phone, tonight, minutes_ago=minutes_ago)

    assert told.received_at - told.happened_at == dt.timedelta(minutes=kept)


def test_one_act_of_one_name_in_an_evening_whatever_the_code_does(tonight, ticket, dora_phone):
    act = scan(tonight, ticket, dora_phone, minutes_ago=9)
    act.pk = None

    with pytest.raises(IntegrityError):
        act.save(force_insert=True)


def test_phones_that_kept_something_or_fell_silent_may_hold_acts(tonight, dora_phone, lee_phone):
    door_phones.hear(tonight, code="d" * 26, name="Dora", unsent=0, now=tonight.ends_at)
    door_phones.hear(tonight, code="e" * 26, name="Eve", unsent=3, now=tonight.ends_at)

    assert [(str(one), one.unsent) for one in door_phones.holding(tonight)] == [
        ("Eve, phone EE", 3),
        ("Lee, phone 77", 0),
    ]
