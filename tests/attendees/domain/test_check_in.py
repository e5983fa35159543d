import datetime as dt

import pytest

from attendees.domain import check_in as check_ins
from attendees.domain import sign_up
from attendees.domain.check_in import IN, STOP, WAIT, Answer
from attendees.models import Ticket
from events.models import Event, JournalEntry
from tests.support.factories import EventFactory, SignUpFactory
from tests.support.meanwhile import meanwhile


@pytest.fixture
def tonight(frozen, event):
    """The event's evening, ten minutes before it starts: 13:20 in London."""
    frozen.set(event.starts_at - dt.timedelta(minutes=10))
    return event


def check_in(event, ticket, frozen, by="Dora"):
    return check_ins.check_in(event, ticket, by=by, now=frozen.now)


def test_valid_ticket_comes_in_and_is_stamped(tonight, ticket, frozen):
    answer = check_in(tonight, ticket, frozen)

    stored = Ticket.objects.get(pk=ticket.pk)
    assert answer == Answer(IN, "Come in", ticket=ticket)
    assert (stored.checked_in_at, stored.checked_in_by) == (frozen.now, "Dora")


def test_second_scan_is_refused_with_time_and_who_of_the_first(tonight, ticket, frozen):
    check_in(tonight, ticket, frozen)
    frozen.move(minutes=20)

    answer = check_in(tonight, ticket, frozen, by="Henry")

    stored = Ticket.objects.get(pk=ticket.pk)
    assert answer == Answer(STOP, "Already in", "Checked in at 13:20 by Dora.", ticket)
    assert stored.checked_in_by == "Dora"


def test_check_in_of_another_day_names_the_day(event, ticket, frozen):
    check_in(event, ticket, frozen)

    assert check_in(event, ticket, frozen).why == "Checked in at 13:00 on Mon 1 Jun by Dora."


@pytest.mark.parametrize(
    ("fields", "word", "why"),
    [
        ({"cancel_reason": "person"}, "Not valid", "This place was given back by the person who took it."),
        ({"cancel_reason": "moved"}, "Not valid", "This place was moved to another date."),
        ({"cancel_reason": "refunded"}, "Not valid", "The money for this place went back."),
        ({"cancel_reason": "disputed"}, "Not valid", "The money for this place was taken back by the bank."),
    ],
)
def test_void_ticket_is_refused_with_the_reason(tonight, ticket, frozen, fields, word, why):
    Ticket.objects.filter(pk=ticket.pk).update(state="cancelled", cancelled_at=frozen.now, **fields)

    answer = check_in(tonight, ticket, frozen)

    assert (answer.kind, answer.word, answer.why) == (STOP, word, why)
    assert Ticket.objects.get(pk=ticket.pk).checked_in_at is None


def test_unpaid_ticket_does_not_come_in(tonight, frozen):
    held = SignUpFactory(event=tonight, state="held").tickets.get()
    lapsed = SignUpFactory(event=tonight, state="expired").tickets.get()

    answers = [check_in(tonight, ticket, frozen) for ticket in (held, lapsed)]

    assert [(answer.kind, answer.word) for answer in answers] == [(WAIT, "Not paid yet"), (STOP, "Not paid")]
    assert not Ticket.objects.filter(checked_in_at__isnull=False).exists()


def test_who_pays_at_this_very_moment_comes_in(tonight, frozen):
    made = SignUpFactory(event=tonight, state="held")
    ticket = made.tickets.get()

    with meanwhile(lambda: sign_up.confirm(made, now=frozen.now), after="UPDATE"):
        answer = check_in(tonight, ticket, frozen)

    assert answer == Answer(IN, "Come in", ticket=ticket)
    assert Ticket.objects.get(pk=ticket.pk).checked_in_by == "Dora"


def test_whose_check_in_is_undone_at_this_very_moment_comes_in(tonight, ticket, frozen):
    check_in(tonight, ticket, frozen)

    with meanwhile(lambda: check_ins.undo(tonight, ticket, by="Lee"), after="UPDATE"):
        answer = check_in(tonight, ticket, frozen, by="Henry")

    assert answer == Answer(IN, "Come in", ticket=ticket)
    assert Ticket.objects.get(pk=ticket.pk).checked_in_by == "Henry"


def test_ticket_of_another_evening_of_the_series_names_its_date(tonight, frozen):
    later = EventFactory(series=tonight.series, starts_at=tonight.starts_at + dt.timedelta(days=28))
    other = SignUpFactory(event=later).tickets.get()

    answer = check_in(tonight, other, frozen)

    assert answer == Answer(STOP, "Not tonight", "This ticket is for Monday 6 July 2026.")
    assert not Ticket.objects.filter(checked_in_at__isnull=False).exists()


def test_ticket_of_another_series_says_nothing_about_it(tonight, frozen):
    other = SignUpFactory().tickets.get()

    assert check_in(tonight, other, frozen) == Answer(STOP, "Not tonight", "This ticket is for another evening.")


def test_nobody_comes_in_to_a_cancelled_evening(tonight, ticket, frozen):
    Event.objects.filter(pk=tonight.pk).update(state="cancelled", cancelled_at=frozen.now)
    tonight.refresh_from_db()

    assert check_in(tonight, ticket, frozen) == Answer(STOP, "No entry", "This evening is cancelled.")


def test_check_in_after_settling_is_no_longer_missed(tonight, ticket, frozen):
    Ticket.objects.filter(pk=ticket.pk).update(missed_at=frozen.now)

    check_in(tonight, ticket, frozen)

    assert Ticket.objects.get(pk=ticket.pk).missed_at is None


def test_undo_takes_the_stamp_off_and_is_on_record_once(tonight, ticket, frozen):
    check_in(tonight, ticket, frozen)

    answers = [check_ins.undo(tonight, ticket, by="Henry") for _ in range(2)]

    stored = Ticket.objects.get(pk=ticket.pk)
    assert [(answer.kind, answer.word) for answer in answers] == [(WAIT, "Undone")] * 2
    assert (stored.checked_in_at, stored.checked_in_by) == (None, "")
    assert [(entry.by, entry.sentence) for entry in JournalEntry.objects.all()] == [
        ("Henry", "undid the check-in of Ada Attendee")
    ]


def test_undone_ticket_comes_in_again(tonight, ticket, frozen):
    check_in(tonight, ticket, frozen)
    check_ins.undo(tonight, ticket, by="Dora")

    assert check_in(tonight, ticket, frozen).kind == IN
