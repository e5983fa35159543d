"""Money as people meet it: a host sends some back, a payer prints a receipt, somebody waits for a payment."""

import pytest
from django.http import HttpResponse
from playwright.sync_api import expect

from attendees.domain import wishes
from attendees.views import browser as browsers
from foundation.lib import clock
from payments.domain import checkout
from payments.models import Refund
from tests.support.bank import BACK
from tests.support.factories import PaymentFactory, RefundFactory, SignUpFactory, UnmatchedFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def paid(event, ada):
    """Ada's two places, paid."""
    return PaymentFactory(sign_up=SignUpFactory(event=event, buyer=ada.profile, people=["Ada", "Amy"]))


@pytest.fixture
def desk(page, sign_in, host):
    """The host's phone."""
    return sign_in(page, host)


def test_host_sends_a_part_back_and_settles_what_was_strange(desk, live_server, event, paid, axe):
    RefundFactory(payment=paid)
    UnmatchedFactory(event=event)
    desk.goto(f"{live_server.url}/desk/events/{event.pk}/money/")
    axe(desk)

    desk.get_by_role("link", name="Amy").click()
    axe(desk)
    desk.get_by_label("How much goes back").fill("7")
    desk.get_by_role("button", name="Send it back").click()
    expect(desk).to_have_title("Error: Send money back to Ada Attendee – My events")
    axe(desk)
    desk.get_by_label("How much goes back").fill("2.50")
    desk.get_by_label("Why").fill("Left early")
    desk.get_by_label("It stays theirs").check()
    desk.get_by_role("button", name="Send it back").click()

    expect(desk.get_by_text("£2.50 goes back to Ada Attendee, within two minutes.")).to_be_visible()
    desk.get_by_role("button", name="Settled").click()
    expect(desk.get_by_text("To look at")).to_have_count(0)
    assert Refund.objects.get(state="due").amount == 250


def test_payer_puts_the_company_on_the_receipt(page, live_server, paid, axe):
    page.goto(f"{live_server.url}/receipts/{paid.receipts.get().code}/")
    axe(page)

    page.get_by_text("Put a company and address on it").click()
    page.get_by_label("Company").fill("Mill Lane Hospital")
    page.get_by_role("button", name="Put it on").click()

    expect(page.get_by_role("definition").filter(has_text="Mill Lane Hospital")).to_be_visible()


def test_payer_without_javascript_waits_and_then_has_the_ticket(no_js_page, live_server, event, ada, bank):
    sign_up = SignUpFactory(
        event=event, buyer=ada.profile, state="held", browser_hash=wishes.fingerprint("adas-browser")
    )
    payment = checkout.begin(sign_up, now=clock.now())
    checkout.start(payment, back_to=BACK, now=clock.now())
    answer = HttpResponse()
    browsers.remember(answer, "adas-browser")
    cookie = answer.cookies[browsers.NAME].value
    no_js_page.context.add_cookies([{"name": browsers.NAME, "value": cookie, "url": live_server.url}])

    no_js_page.goto(f"{live_server.url}/p/{payment.code}/?session={payment.session_id}")
    expect(no_js_page.get_by_role("heading", name="Checking your payment")).to_be_visible()
    bank.pay(payment)

    no_js_page.wait_for_url("**/t/**", timeout=20_000)


def test_stranger_sees_a_page_without_a_violation(page, live_server, paid, axe):
    page.goto(f"{live_server.url}/p/{paid.code}/")

    axe(page)
