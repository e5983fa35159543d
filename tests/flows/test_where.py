"""Where do I go? On a phone, on a table's phone and on the room's screen, while the rounds go on."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from events.models import Event, Places
from foundation.lib import clock
from networking.models import RoomTable, Round, RunSheet
from tests.support.rooms import close, here, plan
from tests.support.ticket_pages import path

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evening(event):
    """Four people at two tables in round 1, with round 2 planned the other way round."""
    Places.objects.filter(event=event).update(capacity=40, ceiling=40)
    now = clock.now()
    Event.objects.filter(pk=event.pk).update(starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(hours=2))
    event.refresh_from_db()
    ada, ben, cem, dan = here(event, "Ada Adams", "Ben Brown", "Cem Can", "Dan Day")
    first = plan(event, [ada, ben], [cem, dan], state=Round.LIVE, opener="What surprised you?")
    plan(event, [cem, ben], [ada, dan], number=2)
    return event, ada, first


def near_the_end(played):
    """One minute is left, as if time had passed."""
    Round.objects.filter(pk=played.pk).update(
        starts_at=clock.now() - dt.timedelta(minutes=11), ends_at=clock.now() + dt.timedelta(minutes=1)
    )
    sheet = RunSheet.objects.get(event=played.event)
    RunSheet.objects.filter(pk=sheet.pk).update(changed_at=clock.now())


@pytest.mark.parametrize("where", ["", "evening/", "table/"])
def test_phone_shows_the_table_and_the_next_one_by_itself(page, axe, fits, live_server, evening, where):
    _, ada, first = evening
    page.goto(f"{live_server.url}{path(ada)}{where}")
    told = page.locator("#where [data-told]")
    expect(told).to_contain_text("BLUE table")
    expect(told).to_contain_text("with Ben")
    expect(told).to_have_attribute("aria-live", "polite")
    axe(page)
    fits(page)

    near_the_end(first)

    expect(told).to_contain_text("Then, round 2: YELLOW table, triangle with Dan")
    axe(page)

    close(first)

    expect(told).to_contain_text("Next, round 2 of 3: go to")


def test_without_a_connection_what_was_told_stays_and_comes_back(page, live_server, evening):
    _, ada, first = evening
    page.goto(f"{live_server.url}{path(ada, 'table')}")
    lost = page.get_by_text("No signal just now.")
    expect(lost).to_be_hidden()

    page.context.set_offline(True)
    expect(lost).to_be_visible()
    expect(page.locator("#where")).to_contain_text("BLUE table")
    near_the_end(first)
    page.context.set_offline(False)

    expect(lost).to_be_hidden()
    expect(page.locator("#where")).to_contain_text("Then, round 2")


def test_without_javascript_looking_again_tells_the_next_table(no_js_page, live_server, evening):
    page, (_, ada, first) = no_js_page, evening
    page.goto(f"{live_server.url}{path(ada)}")
    page.get_by_role("link", name="Your evening: table, questions, people").click()
    expect(page.locator("#where")).to_contain_text("BLUE table")
    near_the_end(first)

    page.get_by_role("link", name="Look again").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#where")).to_contain_text("Then, round 2: YELLOW table")


def test_tables_phone_is_chosen_once_and_says_where_each_goes(page, axe, fits, live_server, evening):
    event, _, first = evening
    page.goto(f"{live_server.url}/table/{RunSheet.objects.get(event=event).table_code}/")
    axe(page)
    page.get_by_role("link", name="YELLOW").click()
    expect(page.get_by_text("Cem, Dan")).to_be_visible()

    near_the_end(first)

    told = page.locator("#table li")
    expect(told).to_have_text(["Cem BLUE table, circle", "Dan stays here"])
    axe(page)
    fits(page)


def test_longest_table_name_with_where_it_stands_fits_a_phone(page, fits, live_server, event):
    """ORANGE TRIANGLE is the seventeenth; tables of one colour stand together where one looks for one's own."""
    Places.objects.filter(event=event).update(capacity=40, ceiling=40)
    tickets = here(event, *(f"Guest{number}" for number in range(17)))
    RoomTable.objects.create(event=event, number=17, where="upstairs, behind the pillar on the left")
    plan(event, *([ticket] for ticket in tickets), state=Round.LIVE)

    page.goto(f"{live_server.url}/table/{RunSheet.objects.get(event=event).table_code}/")
    expect(page.locator(".menu .look__word")).to_have_count(17)
    expect(page.locator(".menu .look__word").nth(1)).to_have_text("BLUE TRIANGLE")
    fits(page)
    page.get_by_role("link", name="ORANGE TRIANGLE").click()
    expect(page.get_by_role("heading", name="ORANGE TRIANGLE table")).to_be_visible()
    fits(page)
    page.goto(f"{live_server.url}{path(tickets[16], 'table')}")
    expect(page.get_by_text("ORANGE TRIANGLE table")).to_be_visible()

    fits(page)


@pytest.mark.parametrize("suffix", ["", "?light"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_rooms_screen_fits_and_moves_on_by_itself(page, axe, live_server, evening, suffix, size):
    event, _, first = evening
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{live_server.url}/wall/{RunSheet.objects.get(event=event).wall_code}/{suffix}")
    expect(page.get_by_role("heading", name="Round 1 of 3")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= size[1]

    near_the_end(first)

    expect(page.get_by_role("heading", name="Next, round 2: go to")).to_be_visible()
    axe(page)


def test_screen_whose_address_was_replaced_goes_dark(page, live_server, evening):
    event, _, _ = evening
    sheet = RunSheet.objects.get(event=event)
    page.goto(f"{live_server.url}/wall/{sheet.wall_code}/")
    expect(page.get_by_text("Ada, Ben")).to_be_visible()

    sheet.issue += 1
    sheet.save()

    expect(page.get_by_text("Ada, Ben")).to_have_count(0)


def test_sixty_people_at_twelve_tables_fit_on_the_screen(page, live_server, event):
    Places.objects.filter(event=event).update(capacity=80, ceiling=80)
    now = clock.now()
    Event.objects.filter(pk=event.pk).update(starts_at=now, ends_at=now + dt.timedelta(hours=2))
    called = ("Alexandra", "Ben", "Oluwaseun", "Siobhan", "Mei-Ling", "Tom", "Nikhil", "Bartholomew", "Ann", "Keisha")
    tickets = here(event, *(f"{name}{number}" for number in range(6) for name in called))
    tables = [tickets[at : at + 5] for at in range(0, 60, 5)]
    opener = "What is one thing your office does that you would never go back to doing without?"
    plan(event, *tables, state=Round.LIVE, opener=opener)

    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{live_server.url}/wall/{RunSheet.objects.get(event=event).wall_code}/")

    expect(page.get_by_role("listitem")).to_have_count(12)
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    size = page.locator(".wall__table p").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= 30  # of 1080 lines: 19 mm on a screen one metre high, read from six metres
