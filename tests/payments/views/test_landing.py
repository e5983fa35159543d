"""Back from Stripe: the ticket when the money is certain, an honest page until then, nothing to strangers."""

import pytest
from django.http import HttpResponse
from django.test import Client

from attendees.domain import tickets, wishes
from attendees.models import Ticket
from attendees.views import browser as browsers
from foundation.lib import clock
from payments.models import Payment
from tests.support.factories import SignUpFactory


@pytest.fixture
def held(event, ada):
    return SignUpFactory(
        event=event, buyer=ada.profile, people=["Ada"], state="held", browser_hash=wishes.fingerprint("adas-browser")
    )


@pytest.fixture
def payment(bank, held):
    return bank.checkout(held)


@pytest.fixture
def browser():
    """The browser that took the place."""
    answer = HttpResponse()
    browsers.remember(answer, "adas-browser")
    client = Client()
    client.cookies = answer.cookies
    return client


def address(payment, session=None):
    return f"/p/{payment.code}/?session={session or payment.session_id}"


def text(answer):
    return " ".join(answer.content.decode().split())


def test_paid_browser_is_sent_to_its_ticket(bank, payment, held, browser):
    bank.pay(payment)

    answer = browser.get(address(payment))

    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/t/{held.manage_code}/",
    )
    assert held.tickets.get().state == "valid"


def test_page_loaded_twice_and_webhook_too_is_one_ticket(bank, payment, held, browser):
    bank.pay(payment)

    answers = [browser.get(address(payment)).status_code for _ in range(2)]
    bank.deliver()

    assert answers == [302, 302]
    assert Ticket.objects.for_event(held.event_id).valid().count() == 1
    assert payment.receipts.count() == 1


def test_unpaid_browser_waits_on_a_page_that_looks_again(payment, browser):
    answer = browser.get(address(payment))

    assert "<h1>Checking your payment</h1>" in text(answer)
    assert (answer.status_code, answer["Refresh"]) == (200, "4")


def test_skipped_payment_is_no_ticket(payment, held, browser):
    browser.get(f"/p/{payment.code}/")

    assert held.tickets.get().state == "held"


def test_guessed_session_wakes_nothing(bank, payment, held, browser):
    bank.pay(payment)

    answer = browser.get(address(payment, session="cs_test_guessed"))

    assert "Checking your payment" in text(answer)
    assert held.tickets.get().state == "held"


def test_empty_session_of_a_payment_without_one_wakes_nothing(bank, payment, browser):
    Payment.objects.update(session_id="")

    answer = browser.get(f"/p/{payment.code}/?session=")

    assert "Checking your payment" in text(answer)


def test_other_browser_learns_nothing_but_the_ticket_is_made(bank, payment, held, client):
    bank.pay(payment)

    answer = client.get(address(payment))

    page = text(answer)
    assert answer.status_code == 200
    assert "Checking your payment" in page
    assert "Refresh" not in answer
    assert held.email not in page
    assert held.manage_code not in page
    assert held.tickets.get().state == "valid"


def test_unknown_code_is_not_found(db, client):
    assert client.get("/p/00000000000000000000000000/?session=cs_1").status_code == 404


def test_stripe_down_says_checking(bank, payment, browser):
    bank.be("unavailable")

    assert "Checking your payment" in text(browser.get(address(payment)))


def test_page_that_is_reloaded_a_lot_asks_stripe_little(bank, payment, browser):
    browser.get(address(payment))
    before = bank.desk.watched.seen

    for _ in range(5):
        browser.get(address(payment))

    assert bank.desk.watched.seen == before


def test_time_that_ran_out_is_said(bank, payment, browser):
    bank.expire(payment)

    answer = browser.get(address(payment))

    assert "<h1>The time to pay ran out</h1>" in text(answer)
    assert "Refresh" not in answer


def test_late_payment_without_a_place_is_said(bank, payment, held, event, browser):
    bank.pay(payment)
    tickets.expire(held, now=clock.now())
    SignUpFactory(event=event, people=["Somebody"] * event.places.capacity)

    answer = browser.get(address(payment))

    assert "<h1>Your money goes back</h1>" in text(answer)
    assert "£5" in text(answer)


def test_payment_that_does_not_fit_is_said(bank, payment, browser):
    bank.pay(payment)
    bank.change(payment, amount_total=1)

    answer = browser.get(address(payment))

    assert "<h1>We are looking at your payment</h1>" in text(answer)


def test_page_is_kept_by_no_cache(payment, browser):
    answer = browser.get(address(payment))

    assert {"no-store", "private"} <= {word.strip() for word in answer["Cache-Control"].split(",")}
