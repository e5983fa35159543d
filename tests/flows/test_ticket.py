"""What somebody does with a ticket, on a phone, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from attendees.models import SignUp, Ticket
from foundation.mail.models import Message
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory
from tests.support.ports import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def pair(event):
    """Ada's and Ben's places, paid, with the page's address in `.page`."""
    sign_up = SignUpFactory(
        event=event, buyer=ProfileFactory(email="ada@mail.example", name="Ada"), people=["Ada", "Ben"]
    )
    sign_up.page = f"/t/{sign_up.manage_code}/"
    return sign_up


def states(sign_up):
    return list(sign_up.tickets.order_by("seat").values_list("name", "state"))


def test_easiest_button_moves_to_the_next_date(phone, live_app, pair, event):
    later = EventFactory(series=event.series, slug="july", title="July evening", starts_at=event.ends_at)
    phone.goto(live_app + pair.page)

    phone.get_by_role("button", name="Move us to").click()

    expect(phone.get_by_text("Moved. Your new ticket is below")).to_be_visible()
    assert states(SignUp.objects.get(moved_from=pair)) == [("Ada", "valid"), ("Ben", "valid")]
    expect(phone.get_by_role("heading", name=later.title)).to_have_count(2)
    phone.goto(live_app + pair.page)
    phone.get_by_role("link", name="Open the new ticket").first.click()
    expect(phone.get_by_role("heading", name=later.title).first).to_be_visible()


def test_one_of_two_places_goes_back_with_its_money(phone, live_app, pair):
    phone.goto(live_app + pair.page)

    phone.get_by_role("link", name="Money back").click()
    phone.get_by_label("Ben").check()
    phone.get_by_role("button", name="Cancel, money back").click()

    expect(phone.get_by_text("Ben’s place: £5 goes back to your card")).to_be_visible()
    assert states(pair) == [("Ada", "valid"), ("Ben", "cancelled")]
    assert pair.tickets.get(seat=2).refund_wanted


def test_place_is_given_to_somebody_else_whose_code_is_new(phone, live_app, pair):
    old = pair.tickets.get(seat=2)
    phone.goto(live_app + pair.page)

    phone.get_by_role("link", name=re.compile("Change or give away.*Ben")).click()
    phone.get_by_label("Somebody else", exact=True).check()
    phone.get_by_label("Name on the ticket").fill("Cleo")
    phone.get_by_label("Their e-mail address").fill("cleo@mail.example")
    phone.get_by_role("button", name="Save").click()

    expect(phone.get_by_text("Offered to Cleo, who has not answered yet.")).to_be_visible()
    asked = wait_for(lambda: Message.objects.filter(to="cleo@mail.example").first(), what="the offer").text
    phone.goto(live_app + re.search(r"(/give/\w+/)", asked)[1])
    phone.get_by_role("button", name="Yes, I’ll take it").click()
    expect(phone.get_by_text("This is your ticket now.")).to_be_visible()
    phone.goto(f"{live_app}/d/{old.door_code}/")
    expect(phone.get_by_role("heading", name="This is a ticket")).to_have_count(0)
    phone.goto(f"{live_app}/t/{Ticket.objects.get(seat=2).manage_code}/")
    expect(phone.get_by_text("Cleo").first).to_be_visible()


def test_wrong_address_is_mended_with_a_code_from_the_right_one(phone, live_app, pair):
    phone.goto(live_app + pair.page)

    phone.get_by_role("link", name="Wrong? Change it").first.click()
    phone.get_by_label("Your e-mail address").fill("ada@right.example")
    phone.get_by_role("button", name="Send me the code").click()
    text = wait_for(lambda: Message.objects.filter(to="ada@right.example").first(), what="the code").text
    phone.get_by_label("The six digits from the mail").fill(re.search(r"\b\d{6}\b", text)[0])
    phone.get_by_role("button", name="This is my address").click()

    expect(phone.get_by_text("This is your address now.")).to_be_visible()
    assert SignUp.objects.get().email == "ada@right.example"
    assert phone.goto(live_app + pair.page).status == 404


def test_lost_ticket_comes_again_within_a_minute(phone, live_app, pair):
    phone.goto(live_app)

    phone.get_by_role("link", name="I lost my ticket").click()
    phone.get_by_label("Your e-mail address").fill("Ada@mail.example")
    phone.get_by_role("button", name="Send it again").click()

    expect(phone.get_by_role("heading", name="Look into your mail")).to_be_visible()
    sent = wait_for(
        lambda: Message.objects.filter(template="attendees/resent").first(), seconds=60, what="the ticket again"
    )
    assert (sent.to, pair.page in sent.text) == ("ada@mail.example", True)


def test_ticket_pages_have_no_violation_filled_and_refused(page, live_app, pair, event, axe):
    EventFactory(series=event.series, slug="july", starts_at=event.ends_at)
    companion = f"/t/{pair.tickets.get(seat=2).manage_code}/"
    names = [
        "",
        "cancel/",
        "move/",
        "rename/",
        "answers/",
        "address/",
        "reminders/",
        "been-before/",
        "access-need/",
        "kept/",
    ]
    paths = [pair.page + name for name in names] + [companion, f"/d/{pair.tickets.get(seat=1).door_code}/", "/lost/"]

    for path in paths:
        page.goto(live_app + path)
        axe(page)
    for path in ("cancel/", "move/", "rename/", "address/"):
        page.goto(live_app + pair.page + path)
        page.locator("main form button").first.click()
        expect(page).to_have_title(re.compile("^Error: "))
        axe(page)
