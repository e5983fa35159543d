"""The life of a diary entry: one id, a rising SEQUENCE, nothing sent when nothing changed, gone at the end."""

import datetime as dt

import icalendar
import pytest

from attendees.domain import cancelled_events, changed_events, departures, letters
from events.domain import publishing
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.diary_linter import lint, value
from tests.support.factories import EventFactory, SignUpFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(frozen, series):
    return EventFactory(series=series, title="June evening", starts_at=dt.datetime(2026, 6, 9, 17, 30, tzinfo=dt.UTC))


@pytest.fixture
def ada(event, ada):
    """Ada's sign-up, confirmed: her own place and one for Cleo, a name only."""
    sign_up = SignUpFactory(event=event, buyer=ada.profile, people=["Ada", "Cleo"])
    letters.confirmed(sign_up.tickets.all(), now=clock.now())
    return sign_up


def diary_files():
    return [message.diary_file.content for message in Message.objects.order_by("pk") if message.diary_file]


def entries():
    """(METHOD, UID, SEQUENCE, STATUS) of each diary file that was mailed, oldest first."""
    files = diary_files()
    assert [lint(content) for content in files] == [[] for _ in files]
    return [tuple(value(content, name) for name in ("METHOD", "UID", "SEQUENCE", "STATUS")) for content in files]


def change(event, frozen, **changes):
    frozen.move(hours=1)
    publishing.edit(event, changes=changes, by="Olivia", now=clock.now())
    changed_events.tell(clock.now())


def test_five_changes_keep_the_id_and_raise_the_sequence(ada, event, frozen):
    for hour in (18, 19):
        change(
            event, frozen, starts_at=event.starts_at.replace(hour=hour), ends_at=event.ends_at + dt.timedelta(hours=1)
        )
    change(event, frozen, title="Midsummer evening")
    change(event, frozen, venue=VenueFactory(series=event.series, name="The Lamb"))
    frozen.move(hours=1)
    publishing.cancel(event, by="Olivia", reason="The Lamb is flooded.", now=clock.now())
    cancelled_events.settle(clock.now())

    uid = f"{ada.public_id}@localhost"
    assert entries() == [
        *(("REQUEST", uid, str(sequence), "CONFIRMED") for sequence in range(5)),
        ("CANCEL", uid, "5", "CANCELLED"),
    ]


def test_no_change_sends_nothing_and_keeps_the_sequence(ada, event, frozen):
    change(event, frozen, title=event.title)
    change(event, frozen, agenda="Round one, round two")

    ada.refresh_from_db()
    assert (Message.objects.count(), ada.diary_sequence) == (1, 0)


def test_one_of_two_places_gone_brings_the_entry_up_to_date_and_the_last_takes_it_away(ada, frozen):
    for ticket in ada.tickets.order_by("-seat"):
        departures.cancel([ticket], by="Ada", now=clock.now())

    assert [(method, sequence) for method, _, sequence, _ in entries()] == [
        ("REQUEST", "0"),
        ("REQUEST", "1"),
        ("CANCEL", "2"),
    ]


def test_two_files_of_one_moment_never_share_a_sequence(ada, frozen):
    letters.resent(ada.tickets.all(), email=ada.email, now=clock.now())
    letters.resent(ada.tickets.all(), email=ada.email, now=frozen.move(minutes=5))

    sequences = [sequence for _, _, sequence, _ in entries()]
    assert sequences == sorted(set(sequences))


def test_the_mailed_entry_and_the_one_in_the_feed_are_one(ada, client):
    feed = client.get(f"/feeds/{ada.buyer.feed_code}.ics").content

    mailed = icalendar.Calendar.from_ical(diary_files()[0]).walk("VEVENT")[0]
    shown = icalendar.Calendar.from_ical(feed).walk("VEVENT")[0]
    for name in ("UID", "SEQUENCE", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "URL"):
        assert mailed[name] == shown[name]


def test_no_diary_file_holds_a_code(ada, event, frozen):
    change(event, frozen, title="Midsummer evening")
    departures.cancel(list(ada.tickets.all()), by="Ada", now=clock.now())

    files = b"".join(content.replace(b"\r\n ", b"") for content in diary_files())
    secrets = [code for ticket in ada.tickets.all() for code in (ticket.manage_code, ticket.door_code)]
    assert len(entries()) == 3
    assert all(secret.encode() not in files for secret in secrets)
