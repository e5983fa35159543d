import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.support.stripe_desk import running


@pytest.fixture
def shop():
    """Another origin, as the product is to Stripe: the way back leads there."""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self):
            body = b"<!doctype html><html lang=en><title>Shop</title><h1>Thank you</h1>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Shop)) as url:
        yield url


@pytest.fixture
def session(desk, order, shop):
    order |= {"success_url": f"{shop}/paid?s={{CHECKOUT_SESSION_ID}}", "cancel_url": f"{shop}/cancelled"}
    return desk.client.v1.checkout.sessions.create(order)


def paid(desk, session):
    return desk.client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


@pytest.fixture(params=["with scripts", "without scripts"])
def visitor(request):
    """The journeys must not need JavaScript."""
    return request.getfixturevalue("page" if request.param == "with scripts" else "no_js_page")


def test_one_tap_pays(desk, session, visitor):
    visitor.goto(session.url)

    visitor.get_by_role("button", name="Pay £5.00 with the practice card").click()

    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    assert visitor.url.endswith(f"/paid?s={session.id}")
    assert paid(desk, session)


def test_a_declined_card_is_explained_and_another_one_pays(desk, session, visitor):
    visitor.goto(session.url)
    visitor.get_by_label("Name on the card").fill("Ann Ash")
    visitor.get_by_role("button", name="The bank says no").click()

    expect(visitor).to_have_title("Error: Pay £5.00 (practice)")
    expect(visitor.get_by_role("alert")).to_be_focused()
    expect(visitor.get_by_role("alert")).to_contain_text("Your card was declined. Try a different card.")
    expect(visitor.get_by_label("Name on the card")).to_have_value("Ann Ash")
    number = visitor.get_by_label("Card number")
    expect(number).to_have_value("4000 0000 0000 0002")
    expect(number).to_have_attribute("aria-invalid", "true")
    visitor.get_by_role("link", name="Your card was declined").click()
    expect(number).to_be_focused()
    number.fill("4242 4242 4242 4242")
    visitor.get_by_role("button", name="Pay £5.00", exact=True).click()

    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    assert paid(desk, session)


@pytest.mark.parametrize(("answer", "pays"), [("Yes, it is me", True), ("No, refuse the payment", False)])
def test_the_bank_is_answered(desk, session, visitor, answer, pays):
    visitor.goto(session.url)
    visitor.get_by_role("button", name="The bank asks first").click()

    visitor.get_by_role("button", name=answer).click()

    heading = "Thank you" if pays else "There is a problem"
    expect(visitor.get_by_role("heading", name=heading)).to_be_visible()
    assert paid(desk, session) == pays


def test_enter_in_a_field_pays_with_what_was_typed(desk, session, visitor):
    visitor.goto(session.url)

    visitor.get_by_label("Security code").press("Enter")

    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    assert paid(desk, session)


def test_the_keyboard_alone_pays(desk, session, page):
    page.goto(session.url)

    for _ in range(20):
        page.keyboard.press("Tab")
        if re.match("Pay", page.evaluate("document.activeElement.textContent.trim()")):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert paid(desk, session)


def test_cancelling_leads_back_unpaid(desk, session, visitor):
    visitor.goto(session.url)

    visitor.get_by_role("link", name="Cancel and go back").click()

    visitor.wait_for_url("**/cancelled")
    assert not paid(desk, session)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_open_to_everybody(desk, session, page, axe, scheme):
    page.emulate_media(color_scheme=scheme)
    asked = set()
    page.on("request", lambda request: asked.add(re.match("https?://[^/]+", request.url)[0]))

    page.goto(session.url)
    axe(page)
    page.get_by_role("button", name="The bank says no").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="The bank asks first").click()
    expect(page.get_by_role("button", name="Yes, it is me")).to_be_visible()
    axe(page)
    desk.client.v1.checkout.sessions.expire(session.id)
    page.reload()
    axe(page)

    assert asked == {desk.url}


def test_paying_needs_no_scrolling_on_a_phone(session, page):
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto(session.url)

    button = page.get_by_role("button", name="Pay £5.00 with the practice card").bounding_box()
    assert button["y"] + button["height"] <= 844


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(session, page, width):
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(session.url)

    assert page.evaluate("document.documentElement.scrollWidth") == width
