"""The board on the room's screen when more was noticed than fits: it turns pages, and nobody has to scroll."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from events.models import Event
from foundation.lib import clock
from networking.domain import patterns
from networking.models import Activity, Pattern, RunSheet
from tests.support.rooms import here

pytestmark = [pytest.mark.django_db(transaction=True)]
PROMPT = "What does your office do that you would never go back to doing without, and what would you stop tomorrow?"
NOTED = [
    "We all keep two risk logs",
    "Nobody reads the minutes, everybody reads the decisions at the top of them",
    "The report is written for whoever asked first, ten years ago, and still goes out each month to fourteen people "
    "of whom three have left; I asked what would happen if it did not, and nobody could say",
    "Ask the sponsor on Monday",
    "Templates help newcomers and hinder the rest",
]


@pytest.fixture
def address(live_server, event):
    """Fills the board, and gives its screen's address: `address(count)`."""

    def fill(count, headings=("Help", "Check", "Stop")):
        now = clock.now()
        Event.objects.filter(pk=event.pk).update(starts_at=now, ends_at=now + dt.timedelta(hours=2))
        here(event, "Ada A")
        asked = Activity.objects.create(
            series=event.series, slug="ours", title="Ours", prompt=PROMPT, tags=list(headings), changed_at=now
        )
        sheet, _ = RunSheet.objects.update_or_create(event=event, defaults={"activity": asked, "changed_at": now})
        for number in range(count):
            note(event, NOTED[number % len(NOTED)], tag=headings[number % len(headings)], nonce=str(number))
        return f"{live_server.url}/wall/{sheet.wall_code}/board/"

    return fill


def note(event, words, *, tag, nonce):
    now = clock.now()
    filed = Pattern.objects.create(event=event, words=words, tag=tag, nonce=nonce, filed_at=now, changed_at=now)
    patterns.reveal(filed, now=now)


def is_at(page, number):
    expect(page.locator(".wall__page[data-shown]")).to_have_count(1)
    expect(page.locator("[data-page]").nth(number - 1)).to_have_attribute("data-shown", "")
    expect(page.locator("[data-at]")).to_have_text(str(number))


@pytest.mark.parametrize("headings", [("Help",), ("Help", "Check", "Stop"), ("A", "B", "C", "D", "E")])
@pytest.mark.parametrize("count", [9, 60])
def test_board_is_read_from_six_metres_without_scrolling(page, address, count, headings):
    url = address(count, headings)
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        for query in ("", "?page=2"):
            page.goto(url + query)
            expect(page.get_by_role("heading", name=PROMPT)).to_be_visible()
            high, letters = page.evaluate(
                """() => [
                  document.documentElement.scrollHeight,
                  parseFloat(getComputedStyle(document.querySelector(".board li")).fontSize),
                ]"""
            )

            assert high <= height
            assert letters >= height / 36


def test_longest_question_leaves_room_for_full_pages(page, address):
    url = address(60)
    Activity.objects.update(prompt=f"{PROMPT} {PROMPT}"[:200])
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(url)
    is_at(page, 1)

    assert page.evaluate("document.documentElement.scrollHeight") <= 720


def test_pages_turn_by_themselves_and_have_what_is_new(page, address, event):
    url = address(30)
    page.clock.install()
    page.clock.pause_at(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(url)
    is_at(page, 1)

    page.clock.fast_forward(15_000)
    is_at(page, 2)
    note(event, "And this, just now", tag="Stop", nonce="new")
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.get_by_text("And this, just now")).to_have_count(1)
    is_at(page, 2)


def test_all_at_once_does_not_turn(page, axe, address):
    page.goto(address(30))
    is_at(page, 1)
    axe(page)
    page.get_by_role("link", name="All at once").click()

    expect(page.locator("[data-page]")).to_have_count(0)
    expect(page.locator(".board li")).to_have_count(30)
    axe(page)


def test_without_javascript_each_page_has_an_address(no_js_page, address):
    page, url = no_js_page, address(30)
    for number in (1, 2, 3):
        page.goto(f"{url}?page={number}")

        is_at(page, number)
