"""Sold out, cancelled, refilled, paid, and the host did nothing: the waiting list on a phone."""

import re

import pytest
from playwright.sync_api import expect

from attendees.models import Ticket, WaitingListEntry
from events.domain import places
from tests.flows.test_buy import mail_about, pay
from tests.support.factories import ProfileFactory, SignUpFactory
from tests.support.waiting import states

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture
def seated(event):
    """The evening has one place, and it is Zed's."""
    places.resize(event.pk, capacity=1)
    return SignUpFactory(event=event, buyer=ProfileFactory(email="zed@mail.example", name="Zed"))


def join(phone, site, name, *, friend=""):
    phone.goto(site)
    phone.get_by_role("link", name="Join the waiting list").first.click()
    phone.get_by_label("Your name").fill(name)
    phone.get_by_label("Your e-mail address").fill(f"{name.lower()}@mail.example")
    if friend:
        phone.get_by_text("Wait together: up to three more places").click()
        phone.get_by_label(re.compile("^Name")).first.fill(friend)
    phone.wait_for_timeout(2100)  # faster is a robot
    phone.get_by_role("button", name="Join the waiting list").click()
    expect(phone.get_by_role("heading", name="You are on the waiting list")).to_be_visible()


def test_place_given_back_goes_down_the_list_until_somebody_pays(page, live_app, product, event, seated, axe):
    join(page, live_app, "Pair", friend="Robin")
    join(page, live_app, "Ada")
    axe(page)
    join(page, live_app, "Ben")
    assert states(event) == [("Pair", "waiting"), ("Ada", "waiting"), ("Ben", "waiting")]

    page.goto(f"{live_app}/t/{seated.manage_code}/")
    page.get_by_role("link", name="Money back").click()
    page.get_by_role("button", name="Cancel, money back").click()
    expect(page.get_by_text("Cancelled. We have sent you a mail")).to_be_visible()
    assert states(event) == [("Pair", "waiting"), ("Ada", "offered"), ("Ben", "waiting")]
    page.goto(f"{live_app}/w/{WaitingListEntry.objects.get(name='Ada').code}/")
    expect(page.get_by_role("button", name="Take it and pay £5")).to_be_visible()
    axe(page)

    product.command("clock", "+1d")
    product.command("sweep")
    assert states(event) == [("Pair", "waiting"), ("Ada", "lapsed"), ("Ben", "offered")]
    page.reload()
    expect(page.get_by_role("heading", name="The place has gone on")).to_be_visible()
    axe(page)

    mail_about(page, live_app, "A place is free for you.*")
    page.goto(f"{live_app}/w/{WaitingListEntry.objects.get(name='Ben').code}/")
    page.get_by_role("button", name="Take it and pay £5").click()
    pay(page)
    expect(page.get_by_text("Ticket for")).to_be_visible()
    assert states(event) == [("Pair", "waiting"), ("Ada", "lapsed"), ("Ben", "taken")]
    assert list(Ticket.objects.valid().values_list("name", flat=True)) == ["Ben"]


def test_who_waits_leaves_without_javascript(no_js_page, live_app, event, seated):
    join(no_js_page, live_app, "Ada")
    no_js_page.goto(f"{live_app}/w/{WaitingListEntry.objects.get().code}/")

    no_js_page.get_by_role("link", name=re.compile("Leave the list")).click()
    no_js_page.get_by_role("button", name="Leave the list").click()

    expect(no_js_page.get_by_role("heading", name="You have left the waiting list")).to_be_visible()
    assert states(event) == [("Ada", "left")]
