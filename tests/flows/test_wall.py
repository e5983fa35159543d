"""The room's screen with more tables than fit: it turns pages of first names, and nobody has to scroll."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from events.models import Event, Places
from foundation.lib import clock
from networking.models import RoomTable, Round, RunSheet
from tests.flows.test_where import near_the_end
from tests.support.rooms import here, plan

pytestmark = [pytest.mark.django_db(transaction=True)]
LONG = (
    "Alexandra",
    "Ben",
    "Oluwaseun",
    "Konstantinos",
    "Mei-Ling",
    "Tom",
    "Chukwuemeka",
    "Bartholomew",
    "Wilhelmina",
    "Zoë",
)
OPENER = "What is one thing your office does that you would never go back to doing without?"


@pytest.fixture
def address(live_server, event):
    """Fills the room, and gives its screen's address: `address(tables, size)`, the tables standing somewhere."""

    def fill(count, size):
        Places.objects.filter(event=event).update(capacity=400, ceiling=400)
        now = clock.now()
        times = {"starts_at": now, "ends_at": now + dt.timedelta(hours=2), "tonight_line": "Wi-Fi: hops2026"}
        Event.objects.filter(pk=event.pk).update(**times)
        tickets = here(
            event, *(f"{LONG[at % 10]} {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[at // 10 % 26]}{at}" for at in range(count * size))
        )
        places = ("by the window", "upstairs, on the left")
        RoomTable.objects.bulk_create(
            RoomTable(event=event, number=number, where=places[number % 2]) for number in range(1, count + 1)
        )
        plan(event, *(tickets[at::count] for at in range(count)), state=Round.LIVE, opener=OPENER)
        plan(event, *(tickets[at * size : at * size + size] for at in range(count)), number=2)
        return f"{live_server.url}/wall/{RunSheet.objects.get(event=event).wall_code}/"

    return fill


def pages(page):
    return page.locator("[data-page]")


def is_at(page, number):
    """The page of this number is the one that is seen, and the screen says so."""
    expect(page.locator(".wall__page[data-shown]")).to_have_count(1)
    expect(pages(page).nth(number - 1)).to_have_attribute("data-shown", "")
    expect(page.locator("[data-label]").nth(number - 1)).to_have_attribute("data-shown", "")
    expect(page.locator(".wall__count")).to_have_text(f"{number} of {pages(page).count()}")


@pytest.mark.parametrize(("count", "size"), [(8, 6), (16, 5), (21, 6), (50, 6)])
def test_screen_is_read_from_six_metres_without_scrolling(page, address, count, size):
    """Thirty of 1080 lines at the least: 19 mm on a screen one metre high. No name is cut, no word leaves its place."""
    url = address(count, size)
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        for query in ("", "?page=2", "?light&page=3"):
            page.goto(url + query)
            expect(page.get_by_text(OPENER)).to_be_visible()
            measured = page.evaluate(
                """() => {
                  const names = [...document.querySelectorAll("[data-shown] .wall__name, .wall__table p")];
                  const boxes = document.querySelectorAll("[data-shown] :is(.wall__who, .wall__name), .wall__table");
                  return [
                    document.documentElement.scrollHeight,
                    Math.min(...names.map((each) => parseFloat(getComputedStyle(each).fontSize))),
                    [...boxes].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.innerText),
                  ];
                }"""
            )

            assert measured[0] <= height
            assert measured[1] >= height / 36
            assert measured[2] == []


def test_longest_question_and_line_of_tonight_leave_room_for_full_pages(page, address, event):
    url = address(27, 6)
    Round.objects.filter(event=event).update(opener=f"{OPENER} {OPENER} {OPENER}"[:200])
    Event.objects.filter(pk=event.pk).update(tonight_line="The kitchen closes at nine, the bar at eleven. " * 3)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(url)
    expect(page.get_by_text(OPENER)).to_be_visible()

    expect(page.locator("[data-shown] .wall__name")).to_have_count(54)
    assert page.evaluate("document.documentElement.scrollHeight") <= 720


def test_pages_turn_by_themselves_and_keep_round_opener_and_time(page, address):
    url = address(50, 6)
    page.clock.install()
    page.clock.pause_at(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(url)
    is_at(page, 1)
    count = pages(page).count()

    page.clock.fast_forward(10_000)
    is_at(page, 2)
    for _ in range(count - 2):
        page.clock.fast_forward(10_000)
    is_at(page, count)
    expect(page.get_by_role("heading", name="Round 1 of 3")).to_be_visible()
    expect(page.get_by_text(OPENER)).to_be_visible()
    page.clock.fast_forward(10_000)

    is_at(page, 1)


def test_another_round_begins_with_the_first_page_and_other_news_stay_at_theirs(page, address, event):
    url = address(21, 6)
    page.clock.install()
    page.clock.pause_at(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    page.goto(f"{url}?page=2")
    is_at(page, 2)

    Event.objects.filter(pk=event.pk).update(tonight_line="Last orders", tonight_changed_at=clock.now())
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Last orders")).to_be_visible()
    is_at(page, 2)
    near_the_end(Round.objects.get(number=1))
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.get_by_role("heading", name="Next, round 2: go to")).to_be_visible()
    is_at(page, 1)


def test_pages_turn_without_a_connection(page, address):
    page.clock.install()
    page.clock.pause_at(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    page.goto(address(21, 6))
    is_at(page, 1)

    page.context.set_offline(True)
    page.clock.fast_forward(10_000)

    is_at(page, 2)


def test_all_names_at_once_do_not_turn(page, axe, address):
    page.goto(f"{address(21, 6)}?page=2")
    expect(page.get_by_role("heading", name="Round 1 of 3")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="All names at once").click()

    expect(page.locator(".wall__page[data-shown]")).to_have_count(4)
    expect(page.locator("[data-page]")).to_have_count(0)
    axe(page)


def test_without_javascript_each_page_has_an_address(no_js_page, address):
    page, url = no_js_page, address(21, 6)
    for number in (1, 2, 3):
        page.goto(f"{url}?page={number}")

        is_at(page, number)
        expect(page.get_by_role("heading", name="Round 1 of 3")).to_be_visible()
