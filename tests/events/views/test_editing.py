import datetime as dt
import re

import pytest

from events.models import Event, JournalEntry
from tests.events import evenings, typed
from tests.support.error_pages import assert_refused
from tests.support.factories import SignUpFactory, VenueFactory


@pytest.fixture
def desk(signed_in, host):
    return signed_in(host)


@pytest.fixture
def address(event):
    return f"/desk/events/{event.pk}/edit/"


def hidden(page):
    """The answers that a page carries along."""
    return dict(re.findall(r'<input type="hidden" name="(?!csrf)([^"]*)" value="([^"]*)">', page.content.decode()))


def test_words_change_at_once(desk, event, address):
    answer = desk.post(address, typed.evening(event, description="Bring a question."))

    event.refresh_from_db()
    assert (answer["Location"], event.description, event.moved_at) == (
        f"/desk/events/{event.pk}/",
        "Bring a question.",
        None,
    )


def test_a_new_time_is_shown_before_it_changes(desk, event, address):
    page = desk.post(address, typed.evening(event, starts="19:00"))

    words = page.content.decode()
    assert "This is what changes" in words
    assert "18:30" in words
    assert "19:00" in words
    assert hidden(page)["starts"] == "19:00"
    assert Event.objects.get().starts_at == evenings.STARTS


@pytest.mark.parametrize(("kind", "moved"), [("small", False), ("real", True)])
def test_the_host_chooses_small_correction_or_real_change(desk, event, address, frozen, kind, moved):
    page = desk.post(address, typed.evening(event, starts="19:00"))
    desk.post(address, {**hidden(page), "kind": kind})

    event.refresh_from_db()
    assert event.starts_at == evenings.STARTS + dt.timedelta(minutes=30)
    assert (event.moved_at is not None) == moved
    assert JournalEntry.objects.latest("id").by == "Henry Host"


def test_not_choosing_is_refused_and_loses_nothing(desk, event, address):
    page = desk.post(address, typed.evening(event, starts="19:00"))

    again = desk.post(address, hidden(page))

    assert_refused(again, id_kind_0="Choose small correction or real change")
    assert hidden(again)["starts"] == "19:00"
    assert Event.objects.get().starts_at == evenings.STARTS


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"date": "2026-07-08"}, "another day"),
        ({"starts": "17:00"}, "more than 30 minutes"),
        ({"venue": "another"}, "another venue"),
    ],
)
def test_a_change_that_is_always_real_says_so_and_takes_no_other_word(
    desk, event, series, address, frozen, changes, why
):
    SignUpFactory(event=event)
    if "venue" in changes:
        changes = {"venue": str(VenueFactory(series=series, name="The Lamb").pk)}

    page = desk.post(address, typed.evening(event, **changes))
    assert f"This is a real change: {why}" in page.content.decode()
    assert "(1 place taken)" in page.content.decode()
    desk.post(address, {**hidden(page), "kind": "small"})

    event.refresh_from_db()
    assert event.moved_at == frozen.now


def test_a_draft_changes_without_a_question(desk, series):
    draft = evenings.make_draft(series)

    desk.post(f"/desk/events/{draft.pk}/edit/", typed.evening(draft, date="2026-07-14"))

    draft.refresh_from_db()
    assert (draft.slug, draft.moved_at, draft.state) == ("2026-07-14", None, Event.DRAFT)


def test_a_draft_is_saved_and_published_at_one_press(desk, series):
    draft = evenings.make_draft(series)

    desk.post(f"/desk/events/{draft.pk}/edit/", typed.evening(draft, title="Summer", then="publish"))

    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Summer", Event.PUBLISHED)


def test_what_the_domain_refuses_stands_on_the_form(desk, event, address, frozen):
    frozen.set(event.ends_at)

    page = desk.post(address, {**typed.evening(event, ends="21:30"), "kind": "small"})

    assert_refused(page)
    assert "This evening is over; its time can no longer be changed." in page.content.decode()


def test_lowering_places_below_what_is_sold_takes_nobodys_place(desk, event, address):
    """R23."""
    SignUpFactory(event=event, people=["Ada", "Ben", "Cem"])

    desk.post(address, typed.evening(event, capacity="2"))

    event.refresh_from_db()
    assert (event.places.capacity, event.places.taken, event.places.ceiling) == (2, 3, 3)
