import datetime as dt

import icalendar
import pytest

from attendees.domain import changed_events, letters
from attendees.models import SignUp, Ticket
from events.domain import publishing
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(frozen):
    return EventFactory(starts_at=dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC))


@pytest.fixture
def ada(event, frozen):
    sign_up = SignUpFactory(event=event)
    letters.confirmed(sign_up.tickets.all(), now=frozen.now)
    return sign_up


def edit(event, frozen, *, minutes, small=False):
    step = dt.timedelta(minutes=minutes)
    changes = {"starts_at": event.starts_at + step, "ends_at": event.ends_at + step}
    publishing.edit(event, changes=changes, by="Olivia", now=frozen.now, small=small)


def mails():
    return [message.template.removeprefix("attendees/") for message in Message.objects.order_by("id")]


def entries():
    """(start in UTC, SEQUENCE) of the diary files in the order of the mails."""
    found = []
    for message in Message.objects.order_by("id"):
        [entry] = icalendar.Calendar.from_ical(message.diary_file.content).events
        found.append((f"{entry.start:%d %b %H:%M}", entry["SEQUENCE"]))
    return found


def test_small_correction_mends_the_diary_once(ada, frozen):
    edit(ada.event, frozen, minutes=15, small=True)

    assert [changed_events.tell(frozen.now) for _ in range(2)] == [1, 0]

    assert mails() == ["confirmed", "corrected"]
    assert entries() == [("07 Jul 17:30", 0), ("07 Jul 17:45", 1)]


def test_real_change_says_what_it_was_and_asks(ada, frozen):
    edit(ada.event, frozen, minutes=60)

    changed_events.tell(frozen.now)

    assert mails() == ["confirmed", "changed"]
    words = " ".join(Message.objects.latest("id").text.split())
    assert "The time changed from 18:30–21:30 to 19:30–22:30." in words
    assert "get all your money back" in words


def test_two_edits_between_two_sweeps_are_one_mail_and_the_real_one_decides(ada, frozen):
    edit(ada.event, frozen, minutes=60)
    edit(ada.event, frozen, minutes=5, small=True)

    changed_events.tell(frozen.now)

    assert mails() == ["confirmed", "changed"]
    assert entries()[-1] == ("07 Jul 18:35", 1)


def test_who_books_after_the_change_is_not_told_of_it(event, ada, frozen):
    edit(event, frozen, minutes=60)
    SignUpFactory(event=event)

    assert changed_events.tell(frozen.now) == 1


def test_no_change_no_mail(ada, frozen):
    publishing.edit(ada.event, changes={"description": "New words."}, by="Olivia", now=frozen.now)

    assert changed_events.tell(frozen.now) == 0
    assert entries() == [("07 Jul 17:30", 0)]


def test_held_and_cancelled_places_and_evenings_that_are_over_hear_nothing(event, frozen):
    for state in (Ticket.HELD, Ticket.CANCELLED):
        SignUpFactory(event=event, state=state)
    over = EventFactory(starts_at=frozen.now - dt.timedelta(hours=4), diary_revision=1)
    SignUpFactory(event=over)
    SignUp.objects.update(told_revision=0)
    edit(event, frozen, minutes=60)

    assert changed_events.tell(frozen.now) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_telling_takes_the_same_queries_for_one_and_three_sign_ups(event, frozen, django_assert_num_queries, count):
    SignUpFactory.create_batch(count, event=event)
    edit(event, frozen, minutes=60)

    with django_assert_num_queries(12):
        changed_events.tell(frozen.now)
