"""The watch over private words (tests/support/private_watch.py) sees what it is there for, and knows who may read."""

import json
import logging
import zipfile
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from attendees.domain import person
from attendees.models import AccessNeed
from events.models import Event, Series
from foundation.lib import clock
from networking.domain import asks, private_words
from networking.models import AskQuerySet
from tests.support import private_watch
from tests.support.cast import signed_in
from tests.support.log_watch import Watch
from tests.support.meeting import asked, place

WORDS = "I'm shortlisted at “Brück & Sons”, what now?"
NEED = "A chair with arms, near the door"
EVENING = "/t/{}/evening/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def watch():
    """A watch within the one of every test, which sees nothing of what happens here."""
    with private_watch.watching() as watch:
        yield watch


@pytest.fixture
def private(watch, ticket):
    """What Ada told the host alone."""
    return asked(ticket, WORDS, topic="Interviews", seen=asks.PRIVATE)


@pytest.fixture
def careless_series(series):
    """The words stand on the public page of the series."""
    Series.objects.filter(pk=series.pk).update(about=f"Somebody said: {WORDS}")
    return series


@pytest.fixture
def careless_form(event):
    """The words stand on a page that knows who asks: its address."""
    Event.objects.filter(pk=event.pk).update(title=WORDS)
    return f"/pmo-london/{event.slug}/take/"


def packed(words):
    with zipfile.ZipFile(file := BytesIO(), "w", zipfile.ZIP_DEFLATED) as sheet:
        sheet.writestr("sheet1.xml", words)
    return file.getvalue()


def test_page_that_says_a_private_question_is_seen(watch, private, careless_series, client):
    client.get("/pmo-london/")

    assert watch.found == ["private question: GET /pmo-london/"]


def test_public_question_is_none(watch, ticket, careless_series, client):
    asked(ticket, WORDS)

    client.get("/pmo-london/")

    assert (watch.secrets, watch.found) == (set(), [])


@pytest.mark.parametrize(
    ("who", "times"), [("owner", 0), ("host", 0), ("ada", 0), ("ben", 1), ("zoe", 1), ("staff", 1)]
)
def test_hosts_of_the_series_and_the_asker_may_read(watch, private, careless_form, request, who, times):
    signed_in(request.getfixturevalue(who)).get(careless_form)

    assert len(watch.found) == times


def test_manage_link_of_a_place_shows_its_access_need_and_no_private_question(watch, private, ticket):
    AccessNeed.objects.create(ticket=ticket, words=NEED, told_at=clock.now())
    told = f"{NEED} {WORDS}".encode()
    request = RequestFactory().get("/")

    for code in (ticket.manage_code, "another"):
        request.resolver_match = type("Match", (), {"kwargs": {"code": code}})
        watch.look_at_answer(request, HttpResponse(), told)

    assert sorted(watch.found) == ["access need: GET /", *["private question: GET /"] * 2]


def test_what_a_browser_sends_may_come_back_to_it(watch, private):
    request = RequestFactory().post("/", {"words": WORDS})

    watch.look_at_answer(request, HttpResponse(), WORDS.encode())

    assert watch.found == []


@pytest.mark.parametrize(
    "body",
    [
        WORDS.replace("&", "&amp;").replace("'", "&#x27;").encode(),
        WORDS.upper().encode(),
        json.dumps({"words": WORDS}).encode(),
        b"NOTE:I'm shortl\r\n isted at " + "“Brück\\, & Sons”\\, what now?".encode(),
        packed(WORDS),
    ],
    ids=["page", "capitals", "json", "card", "spreadsheet"],
)
def test_words_are_known_in_every_dress(watch, private, body):
    watch.look_at_answer(RequestFactory().get("/x/"), HttpResponse(), body)

    assert watch.found == ["private question: GET /x/"]


def test_half_of_the_words_is_nothing(watch, private):
    watch.look_at_answer(RequestFactory().get("/x/"), HttpResponse(), b"Who is shortlisted at Smith & Sons?")

    assert watch.found == []


def test_address_to_which_one_is_sent_is_looked_at(watch, private):
    answer = HttpResponse(headers={"Location": "/?said=I'm-shortlisted-at-Brück-&-Sons-what-now"})

    watch.look_at_answer(RequestFactory().get("/x/"), answer, b"")

    assert watch.found == ["private question: GET /x/"]


def test_mail_that_says_a_private_question_is_seen_whoever_reads_it(watch, private, series):
    private_words.send(private.ticket, words=WORDS, reach="By mail")

    assert watch.found == [f"private question: mail attendees/private_word to {series.email}"]


@pytest.mark.parametrize(("to", "times"), [("henry@mail.example", 0), ("ada@mail.example", 0), ("ben@mail.example", 1)])
def test_note_and_need_may_be_in_a_mail_to_the_team_or_the_person(watch, ticket, series, to, times):
    AccessNeed.objects.create(ticket=ticket, words=NEED, told_at=clock.now())
    person.write_note(ticket.holder, series, words="Speaks Welsh, quietly.", by="Henry", now=clock.now())

    watch.look_at_mail({to}, f"{NEED}. Speaks Welsh, quietly.", about="a note")

    assert len(watch.found) == 2 * times


def test_log_that_says_it_is_seen(watch, private):
    logs = Watch(private_watch.is_told_in)

    for line in ("a sweep did something", f"asked: {WORDS}"):
        logs.handle(logging.makeLogRecord({"msg": line, "name": "flashmob"}))

    assert len(logs.found) == 1


def test_it_asks_nothing_that_a_test_counts(watch, ticket, django_assert_num_queries):
    with django_assert_num_queries(1):
        AccessNeed.objects.create(ticket=ticket, words=NEED, told_at=clock.now())


def test_with_the_guard_switched_off_the_page_of_an_evening_is_caught(watch, private, event, monkeypatch):
    """The negative control: questions that are shown to all now include private ones."""
    ben = place(event, "Ben")
    address = EVENING.format(ben.sign_up.manage_code)
    Client().get(address)
    before = list(watch.found)

    monkeypatch.setattr(AskQuerySet, "shown", AskQuerySet.standing)
    Client().get(address)

    assert (before, watch.found) == ([], [f"private question: GET {address}"])
