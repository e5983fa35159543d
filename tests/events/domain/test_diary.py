import datetime as dt
import re
from pathlib import Path

import icalendar
import pytest
import vobject
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from events.domain import diary
from events.models import Event, Series, Venue
from tests.support.diary_linter import lint, properties, value

GOLDEN = Path(__file__).parents[2] / "data" / "diary"
NOON = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
ADA = diary.Invitee(name="Ada Attendee", email="ada@mail.example")
KEYS = {"public_id": "k3v9x2", "sequence": 3, "invitee": ADA, "now": NOON}


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://flashmob.example"
    settings.MAIL_DOMAIN = "flashmob.example"
    settings.DEFAULT_FROM_EMAIL = "Flashmob <hello@flashmob.example>"


def evening(**fields):
    """An evening that need not be saved."""
    series = Series(name=fields.pop("series_name", "PMO Flashmob London"), slug="pmo-london")
    venue = Venue(
        name=fields.pop("venue_name", "The Market Porter"),
        address="9 Stoney Street, London",
        postcode="SE1 9AA",
        entrance=fields.pop("entrance", "Up the stairs on the left."),
    )
    plain = {
        "pk": 7,
        "series": series,
        "venue": venue,
        "slug": "july",
        "title": "July evening; bring a friend, or two",
        "state": Event.PUBLISHED,
        "starts_at": dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC),
        "ends_at": dt.datetime(2026, 7, 7, 20, 0, tzinfo=dt.UTC),
        "time_zone": "Europe/London",
        "changed_at": NOON - dt.timedelta(days=3),
        "diary_revision": 2,
    }
    return Event(**plain | fields)


FILES = {
    "request": lambda: diary.request(evening(), **KEYS),
    "cancel": lambda: diary.cancel(
        evening(state="cancelled", cancelled_at=NOON, cancel_reason="The venue is closed."), **KEYS
    ),
    "public": lambda: diary.public(evening()),
}


@pytest.mark.parametrize("name", FILES)
def test_file_is_right_byte_by_byte(name):
    assert lint(FILES[name]()) == []


@pytest.mark.parametrize("name", FILES)
def test_file_is_the_golden_one(name):
    """After a change that is meant: write the bytes anew and read them in the diff."""
    assert FILES[name]() == (GOLDEN / f"{name}.ics").read_bytes()


def test_request_invites_the_recipient_alone_who_has_already_said_yes():
    content = diary.request(evening(), **KEYS)

    people = [line for line in properties(content) if line[0] in {"ATTENDEE", "ORGANIZER"}]
    assert sorted(people) == [
        (
            "ATTENDEE",
            ';CN="Ada Attendee";CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE',
            "mailto:ada@mail.example",
        ),
        ("ORGANIZER", ';CN="PMO Flashmob London"', "mailto:hello@flashmob.example"),
    ]
    assert set(re.findall(rb"[\w.]+@[\w.]+", content)) == {
        b"ada@mail.example",
        b"hello@flashmob.example",
        b"k3v9x2@flashmob.example",
    }


def test_request_says_what_a_diary_needs_and_warns_that_deleting_cancels_nothing():
    content = diary.request(evening(), **KEYS)

    names = ("METHOD", "UID", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "URL")
    assert {name: value(content, name) for name in names} == {
        "METHOD": "REQUEST",
        "UID": "k3v9x2@flashmob.example",
        "SEQUENCE": "3",
        "STATUS": "CONFIRMED",
        "DTSTART": "20260707T173000Z",
        "DTEND": "20260707T200000Z",
        "SUMMARY": "July evening; bring a friend, or two",
        "LOCATION": "The Market Porter, 9 Stoney Street, London, SE1 9AA",
        "URL": "https://flashmob.example/pmo-london/july/",
    }
    assert value(content, "DESCRIPTION").split("\n\n") == [
        "Tuesday 7 July 2026, 18:30–21:00, London time",
        "You have a place.",
        "Deleting this does not cancel your place. To cancel or move it, use the link in your confirmation mail.",
        "Up the stairs on the left.",
        "https://flashmob.example/pmo-london/july/",
    ]


def test_alarm_rings_two_hours_before_and_is_gone_when_cancelled():
    request, cancel = diary.request(evening(), **KEYS), diary.cancel(evening(), **KEYS)

    alarm = icalendar.Calendar.from_ical(request).walk("VALARM")[0]
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", -dt.timedelta(hours=2))
    assert b"VALARM" not in cancel


def test_cancel_names_the_same_entry_and_the_same_person():
    request, cancel = FILES["request"](), FILES["cancel"]()

    for name in ("UID", "ORGANIZER", "ATTENDEE", "DTSTART"):
        assert value(cancel, name) == value(request, name)
    assert (value(cancel, "METHOD"), value(cancel, "STATUS")) == ("CANCEL", "CANCELLED")
    assert "Cancelled. The venue is closed." in value(cancel, "DESCRIPTION")


def test_public_file_is_tentative_and_names_nobody():
    content = diary.public(evening())

    assert (value(content, "METHOD"), value(content, "STATUS")) == ("PUBLISH", "TENTATIVE")
    assert (value(content, "UID"), value(content, "SEQUENCE")) == ("event-7@flashmob.example", "2")
    assert {"ATTENDEE", "ORGANIZER"}.isdisjoint(name for name, _, _ in properties(content))
    assert b"place" not in content.lower()


@pytest.mark.parametrize(
    ("starts_at", "local"),
    [
        (dt.datetime(2026, 3, 28, 18, 30, tzinfo=dt.UTC), "Saturday 28 March 2026, 18:30"),
        (dt.datetime(2026, 3, 29, 17, 30, tzinfo=dt.UTC), "Sunday 29 March 2026, 18:30"),
        (dt.datetime(2026, 10, 24, 17, 30, tzinfo=dt.UTC), "Saturday 24 October 2026, 18:30"),
        (dt.datetime(2026, 10, 25, 18, 30, tzinfo=dt.UTC), "Sunday 25 October 2026, 18:30"),
    ],
)
def test_both_sides_of_a_clock_change_say_the_same_local_time(starts_at, local):
    content = diary.request(evening(starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=2)), **KEYS)

    assert icalendar.Event.from_ical(content).walk("VEVENT")[0].start == starts_at
    assert value(content, "DESCRIPTION").startswith(local)


EVIL = 'Ada"; X=1\r\nATTENDEE:mailto:all@mail.example\n\x00\x07\x1b\u2028END:VEVENT\u202e^n'


def test_no_word_of_a_person_can_add_a_line():
    event = evening(title=EVIL[:100], venue_name=EVIL[:100], entrance=EVIL * 99, series_name=EVIL[:80])

    content = diary.request(event, **KEYS | {"invitee": diary.Invitee(name=EVIL, email="ada@mail.example")})

    names = [name for name, _, _ in properties(content)]
    assert lint(content) == []
    assert names == [name for name, _, _ in properties(FILES["request"]())]


# What people write: emoji, right to left, long, with line breaks.
TRICKY = st.sampled_from(
    ["🎉", "👩\u200d👧", "שלום", "مساء الخير", "é", "e\u0301", ";", ",", ":", '"', "'", "\n", "\r\n", " ", "x" * 40]
)
# icalendar reads a backslash back wrongly; the test below reads it with another reader.
LETTER = st.characters(exclude_categories=["C", "Z"], exclude_characters="\\")
WORDS = st.lists(TRICKY | LETTER, max_size=60).map("".join)
MINUTES = st.integers(0, 60 * 24 * 365 * 20)


@effort(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=WORDS, entrance=WORDS, place=WORDS, name=WORDS, start=MINUTES, lasts=st.integers(1, 3000))
def test_three_readers_find_what_was_written(title, entrance, place, name, start, lasts):
    starts_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=start)
    event = evening(title=title, entrance=entrance, venue_name=place, starts_at=starts_at)
    event.ends_at = starts_at + dt.timedelta(minutes=lasts)

    content = diary.request(event, **KEYS | {"invitee": diary.Invitee(name=name, email="ada@mail.example")})

    ours = {name: value(content, name) for name in ("UID", "SUMMARY", "LOCATION", "DESCRIPTION", "DTSTART", "DTEND")}
    entry = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    theirs = vobject.readOne(content.decode()).vevent
    assert lint(content) == []
    assert [entry.start, entry.end] == [theirs.dtstart.value, theirs.dtend.value] == [event.starts_at, event.ends_at]
    assert ours["DTSTART"] == f"{event.starts_at:%Y%m%dT%H%M%SZ}"
    for name in ("UID", "SUMMARY", "LOCATION", "DESCRIPTION"):
        assert str(entry[name]) == ours[name] == theirs.contents[name.lower()][0].value


def test_a_backslash_is_read_back_as_one():
    content = diary.public(evening(title=r"a\nb \; c\\"))

    summary = vobject.readOne(content.decode()).vevent.summary.value
    assert value(content, "SUMMARY") == summary == r"a\nb \; c\\"
