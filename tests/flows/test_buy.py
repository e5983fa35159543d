"""From the home page to a ticket in the diary, as a visitor does it: with and without JavaScript."""

import re

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from attendees.models import Ticket
from events.models import Event
from foundation.lib import clock
from payments.models import Payment, Receipt
from tests.support.ports import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def take_place(phone, site, *, name="Jo Newcomer", email="jo@newcomer.example"):
    """Two clicks of ours and two fields, up to the page where one pays."""
    phone.goto(site)
    phone.get_by_role("link", name="Take a place").click()
    phone.get_by_label("Your name").fill(name)
    phone.get_by_label("Your e-mail address").fill(email)
    phone.wait_for_timeout(2100)  # faster is a robot
    phone.get_by_role("button", name="Go on to payment").click()


def pay(phone):
    phone.get_by_role("button", name=re.compile("^Pay £5.00")).first.click()
    phone.wait_for_url("**/t/**", timeout=30_000)


def mail_about(phone, site, words):
    """Opens the newest mail whose subject has `words`, as soon as it is there."""

    def look():
        phone.goto(f"{site}/mailbox/")
        link = phone.get_by_role("link", name=re.compile(words))
        return link.count() and link.first

    wait_for(look, seconds=30, what=f"the mail {words!r}").click()


def test_visitor_takes_a_paid_place_and_has_it_in_mail_and_diary(phone, live_app, event):
    take_place(phone, live_app)
    expect(phone.get_by_text("Practice payment: no money moves.")).to_be_visible()
    pay(phone)

    expect(phone.get_by_text("Ticket for")).to_be_visible()
    expect(phone.get_by_text("Jo Newcomer").first).to_be_visible()
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.name) == (Ticket.VALID, "Jo Newcomer")
    assert (Payment.objects.get().state, Receipt.objects.get().number) == (Payment.SUCCEEDED, 1)

    mail_about(phone, live_app, "Your place")
    with phone.expect_download() as file:
        phone.get_by_role("link", name="evening.ics").click()
    (entry,) = Calendar.from_ical(file.value.path().read_bytes()).walk("VEVENT")
    assert (entry["dtstart"].dt, str(entry["summary"])) == (event.starts_at, event.title)


def test_free_place_is_a_ticket_at_once(phone, live_app, event):
    Event.objects.filter(pk=event.pk).update(price_amount=0, changed_at=clock.now())
    phone.goto(live_app)
    phone.get_by_role("link", name="Take a place").click()
    phone.get_by_label("Your name").fill("Jo Newcomer")
    phone.get_by_label("Your e-mail address").fill("jo@newcomer.example")
    phone.wait_for_timeout(2100)  # faster is a robot
    phone.get_by_role("button", name="Take my place").click()

    expect(phone.get_by_text("Ticket for")).to_be_visible()
    assert Ticket.objects.get().state == Ticket.VALID
    assert not Payment.objects.exists()


def test_declined_card_says_so_and_another_one_pays(phone, live_app, event):
    take_place(phone, live_app)
    phone.get_by_label("Card number").fill("4000 0000 0000 0002")
    phone.get_by_role("button", name="Pay £5.00").first.click()

    expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
    phone.get_by_label("Card number").fill("4242 4242 4242 4242")
    pay(phone)
    assert Ticket.objects.get().state == Ticket.VALID


def test_going_back_from_the_payment_finds_the_place_kept(phone, live_app, event):
    take_place(phone, live_app)
    phone.get_by_role("link", name="Cancel and go back").click()

    expect(phone.get_by_text("kept for you until").first).to_be_visible()
    assert Ticket.objects.get().state == Ticket.HELD


def test_typing_nothing_keeps_the_rest_and_says_what_is_missing(phone, live_app, event):
    phone.goto(live_app)
    phone.get_by_role("link", name="Take a place").click()
    phone.get_by_label("Your name").fill("Jo")
    phone.get_by_role("button", name="Go on to payment").click()

    expect(phone).to_have_title(re.compile("^Error: "))
    expect(phone.get_by_label("Your name")).to_have_value("Jo")
    expect(phone.get_by_role("link", name="Enter your e-mail address")).to_be_visible()
