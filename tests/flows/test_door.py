"""An evening at the door, on a phone without JavaScript: helper, host and somebody who walks in."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from attendees.models import Profile, SignUp, Ticket
from events.models import Event
from foundation.lib import clock
from payments.models import TillEntry
from tests.support.factories import EveningLinkFactory, ProfileFactory, SignUpFactory, code_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
SMALL_TARGETS = """[...document.querySelectorAll("a, button, input:not([type=hidden]), summary")]
    .map(each => [each, each.getBoundingClientRect()])
    .filter(([each, box]) => box.width && !each.closest(".skip-link, p") && Math.min(box.width, box.height) < 44)
    .map(([each]) => each.outerHTML.slice(0, 200))"""


@pytest.fixture
def tonight(event):
    """The evening has just begun, here and now. Tom has paid by card, Tess and Cem pay at the door."""
    Event.objects.filter(pk=event.pk).update(
        starts_at=clock.now() - dt.timedelta(minutes=5), ends_at=clock.now() + dt.timedelta(hours=2), word="lantern"
    )
    event.refresh_from_db()
    SignUpFactory(event=event, buyer=ProfileFactory(name="Tom Whitfield"))
    SignUpFactory(event=event, buyer=ProfileFactory(name="Tom Wong"))
    SignUpFactory(
        event=event, buyer=ProfileFactory(name="Tess Tanner"), people=["Tess Tanner", "Cem Candy"], way=SignUp.DOOR
    )
    return event


@pytest.fixture
def door(no_js_page, live_server, tonight):
    """A helper's phone without JavaScript, after the link was opened."""
    no_js_page.goto(f"{live_server.url}/tonight/{code_of(EveningLinkFactory(event=tonight, name='Dora'))}/")
    no_js_page.get_by_role("button").first.click()
    expect(no_js_page.locator("#door-count")).to_have_text("0 in, 4 to come")
    return no_js_page


def type_in(door, words):
    door.get_by_label("Name or ticket code").fill(words)
    door.keyboard.press("Enter")


def said(door):
    return door.locator("#door-answer")


def ticket_of(name):
    return Ticket.objects.get(name=name)


def test_scanned_ticket_comes_in_and_a_second_time_does_not(door):
    address = f"http://localhost:8000/d/{ticket_of('Tom Wong').door_code}/"

    type_in(door, address)
    expect(said(door)).to_contain_text("Come in")
    expect(said(door)).to_contain_text("Tom Wo")
    expect(door.locator("#door-count")).to_have_text("1 in, 3 to come")
    type_in(door, address)

    expect(said(door)).to_contain_text("Already in")
    expect(said(door)).to_contain_text("by Dora")
    assert ticket_of("Tom Wong").checked_in_by == "Dora"


def test_name_is_found_checked_in_and_undone(door):
    type_in(door, "tom whitfield")
    expect(door.locator(".door-list > li")).to_have_count(1)
    door.get_by_role("button", name="Check in Tom Wh").click()
    expect(said(door)).to_contain_text("Come in")
    assert ticket_of("Tom Whitfield").checked_in_at is not None

    door.get_by_role("button", name="Undo Tom Wh").first.click()

    expect(said(door)).to_contain_text("Undone")
    assert ticket_of("Tom Whitfield").checked_in_at is None


def test_six_letters_are_enough(door):
    type_in(door, ticket_of("Tom Wong").letters.lower())

    expect(said(door)).to_contain_text("Come in")
    assert ticket_of("Tom Wong").checked_in_by == "Dora"


def test_what_is_no_ticket_is_shown_as_text(door):
    type_in(door, "https://evil.example/<img src=x onerror=alert(1)>")

    expect(said(door)).to_contain_text("This code was not made by us. https://evil.example/<img src=x")
    assert door.locator("#door-answer img").count() == 0
    assert door.url.endswith(f"/door/{Event.objects.get().pk}/?answer")


def test_money_is_asked_for_taken_with_change_and_undone(door):
    door.get_by_role("button", name="Check in Cem").click()
    expect(said(door)).to_contain_text("£10 to pay")
    door.get_by_role("link", name="Work out the change").click()
    door.get_by_label("Cash given").fill("20")
    door.get_by_role("button", name="Paid in cash").click()
    expect(said(door)).to_contain_text("£10 in cash. Give £10 back.")
    assert TillEntry.objects.get().undone_at is None

    door.get_by_role("button", name="Undo").first.click()

    expect(said(door)).to_contain_text("Not paid any more.")
    assert TillEntry.objects.get().undone_by == "Dora"


def test_two_walk_in_and_pay_cash(door):
    door.get_by_role("link", name="Somebody without a place").click()
    door.get_by_label("Name", exact=True).fill("Will")
    door.get_by_text("More people with them").click()
    door.get_by_label("Person 2").fill("Wanda")
    door.get_by_label("Cash given").fill("5")
    door.get_by_role("button", name="Paid in cash").click()
    expect(door.get_by_role("heading", name="There is a problem")).to_be_visible()
    door.get_by_label("Cash given").fill("20")
    door.get_by_role("button", name="Paid in cash").click()

    expect(said(door)).to_contain_text("Will and Wanda")
    expect(said(door)).to_contain_text("£10 in cash. Give £10 back.")
    expect(door.locator("#door-count")).to_have_text("2 in, 4 to come")
    assert not Profile.objects.filter(name="Will").exists()


def test_camera_of_the_phone_is_a_scanner(door, live_server):
    door.goto(f"{live_server.url}/d/{ticket_of('Tom Wong').door_code}/")
    door.get_by_role("button", name="Check in").click()

    expect(said(door)).to_contain_text("Come in")


def test_who_is_in_the_room_says_the_word(no_js_page, live_server, tonight):
    no_js_page.goto(f"{live_server.url}/here/{tonight.pk}/")
    no_js_page.get_by_label("The letters on your ticket").fill(ticket_of("Tom Wong").letters)
    no_js_page.get_by_label("Tonight’s word").fill("Lantern")
    no_js_page.get_by_role("button", name="I’m here").click()

    expect(no_js_page.get_by_text("You are in")).to_be_visible()
    assert ticket_of("Tom Wong").checked_in_by == "tonight’s word"


def test_door_whose_link_was_taken_back_is_shut_at_the_next_tap(door, tonight):
    tonight.links.update(revoked_at=clock.now())

    door.get_by_role("button", name="Check in Tom Wh").click()

    door.wait_for_url("**/sign-in/**")
    assert ticket_of("Tom Whitfield").checked_in_at is None


def test_pages_of_the_door_have_no_violation_big_targets_and_fit(page, live_server, tonight, axe, fits):
    page.goto(f"{live_server.url}/tonight/{code_of(EveningLinkFactory(event=tonight))}/")
    page.get_by_role("button").first.click()
    sign_up = SignUp.objects.get(name="Tess Tanner")
    for path in (
        f"/door/{tonight.pk}/",
        f"/door/{tonight.pk}/?list=inside",
        f"/door/{tonight.pk}/walk-in/",
        f"/door/{tonight.pk}/paid/{sign_up.pk}/",
        f"/door/{tonight.pk}/poster/",
        f"/d/{ticket_of('Tom Wong').door_code}/",
        f"/here/{tonight.pk}/",
    ):
        page.goto(live_server.url + path)
        axe(page)
        fits(page)
        if not path.startswith("/here/"):
            assert page.evaluate(SMALL_TARGETS) == [], path
    page.goto(f"{live_server.url}/door/{tonight.pk}/")
    for words in ("tom", "nobody", "Tess"):
        type_in(page, words)
        expect(page.get_by_role("heading", name=f"Found for “{words}”")).to_be_visible()
        axe(page)
        assert page.evaluate(SMALL_TARGETS) == [], words
    page.get_by_role("button", name="Check in Tess").click()
    expect(said(page)).to_contain_text("£10 to pay")
    axe(page)
    assert page.evaluate(SMALL_TARGETS) == []
