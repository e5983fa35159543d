import html

import pytest
from django.test import Client

from attendees.models import SignUp
from events.domain import evening_links
from events.models import EveningLink, Event, JournalEntry
from payments.models import TillEntry
from tests.support.error_pages import assert_refused
from tests.support.factories import EventFactory, SignUpFactory


@pytest.fixture
def desk(client, host, frozen):
    client.force_login(host)
    return client


@pytest.fixture
def address(event):
    return f"/desk/events/{event.pk}/cancel/"


def words_of(page):
    return " ".join(html.unescape(page.content.decode()).split())


def test_the_page_says_what_will_happen(desk, event, address, frozen):
    SignUpFactory(event=event, people=["Ada", "Ben"])
    at_door = SignUpFactory(event=event, way=SignUp.DOOR)
    TillEntry.objects.create(
        event=event,
        sign_up=at_door,
        key="1",
        way="cash",
        amount=500,
        currency="gbp",
        taken_at=frozen.now,
        taken_by="Di",
    )

    words = words_of(desk.get(address))

    assert "Everybody with a place (3 places) is told by mail" in words
    assert "<strong>£10</strong> goes back to those who paid by card, in full." in words
    assert "£5 was taken at the door. That you give back by hand." in words
    assert Event.objects.get().state == Event.PUBLISHED


def test_cancelling_stamps_the_reason(desk, event, address, frozen):
    answer = desk.post(address, {"reason": "The pub is flooded."})

    event.refresh_from_db()
    assert (event.state, event.cancel_reason, event.cancelled_at) == ("cancelled", "The pub is flooded.", frozen.now)
    assert answer["Location"] == f"/desk/events/{event.pk}/"


def test_cancelling_twice_is_harmless(desk, event, address, frozen):
    for _ in range(2):
        desk.post(address, {"reason": ""})

    assert JournalEntry.objects.filter(event=event, sentence__startswith="cancelled").count() == 1
    assert "This evening is cancelled" in words_of(desk.get(address))


def test_a_stand_in_may_cancel_on_the_day(event, address, frozen):
    link = evening_links.make(event, role=EveningLink.STAND_IN, name="Lee", by="Henry", now=frozen.now)
    stand_in = Client()
    stand_in.post(f"/tonight/{evening_links.code(link)}/")
    frozen.set(event.starts_at)

    stand_in.post(address, {"reason": "Nobody has the key."})

    assert Event.objects.get().state == Event.CANCELLED
    assert JournalEntry.objects.latest("id").by == "Lee"


def test_an_evening_that_is_over_cannot_be_cancelled(desk, event, address, frozen):
    frozen.set(event.ends_at)
    assert "It can no longer be cancelled." in words_of(desk.get(address))

    page = desk.post(address, {"reason": ""})

    assert_refused(page)
    assert "This evening is over and can no longer be cancelled." in words_of(page)
    assert Event.objects.get().state == Event.PUBLISHED


def test_a_draft_is_dropped_without_telling_anybody(desk, series):
    draft = EventFactory(series=series, draft=True)
    page = desk.get(f"/desk/events/{draft.pk}/cancel/")
    assert "Nobody has seen this draft." in words_of(page)

    desk.post(f"/desk/events/{draft.pk}/cancel/")

    assert Event.objects.get().state == Event.CANCELLED
    assert not Event.objects.public().exists()
