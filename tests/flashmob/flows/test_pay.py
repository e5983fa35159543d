"""From the form to Stripe and back: one payment whatever is clicked, and no place lost or paid twice."""

import re

import pytest
from django.db import OperationalError, connection
from django.test import Client

from attendees.models import SignUp, Ticket
from events.models import Places
from payments.models import Payment, Refund, StripeEvent
from tests.support.filled_forms import code_shown

PAGE = "/pmo-london/june/take/"


@pytest.fixture
def filled(monkeypatch):
    """What somebody sends; a new page each time."""

    def fill(email="ada@mail.example", places=1):
        companions = {f"place-{place}-{field}": "" for place in (2, 3, 4) for field in ("name", "email")}
        named = {f"place-{place}-name": f"Friend {place}" for place in range(2, places + 1)}
        form_code = code_shown(monkeypatch)
        return {"name": "Ada", "email": email, "form_code": form_code, "website": "", **companions, **named}

    return fill


def taken(event):
    return Places.objects.get(event=event).taken


def states():
    return list(Ticket.objects.order_by("pk").values_list("state", flat=True))


def sessions(bank):
    return bank.desk.client.v1.checkout.sessions.list().data


def back(payment):
    return f"/p/{payment.code}/?session={payment.session_id}"


def test_place_is_paid_and_the_browser_comes_to_its_ticket(bank, event, client, filled):
    answer = client.post(PAGE, filled())
    payment = Payment.objects.get()
    bank.pay(payment)

    landed = client.get(back(payment))

    assert (answer.status_code, answer["Location"]) == (303, payment.session_url)
    assert (landed.status_code, landed["Location"]) == (
        302,
        f"/t/{SignUp.objects.get().manage_code}/",
    )
    assert states() == ["valid"]


def test_form_sent_again_because_its_answer_was_lost_comes_to_its_ticket_too(bank, event, client, filled):
    sent = filled()
    Client().post(PAGE, sent)  # the connection broke, or the server died: no cookie has arrived
    client.post(PAGE, sent)
    payment = Payment.objects.get()
    bank.pay(payment)
    bank.catch_up()

    landed = client.get(back(payment))

    assert (landed.status_code, landed.headers.get("Location")) == (302, f"/t/{SignUp.objects.get().manage_code}/")
    assert states() == ["valid"]


def test_stripe_is_asked_for_the_price_of_the_database(bank, event, client, filled):
    client.post(PAGE, filled(places=2) | {"price": "1", "amount": "1", "currency": "usd", "quantity": "9", "user": "1"})

    session = sessions(bank)[0]
    assert (session.amount_total, session.currency, session.customer_email) == (1000, "gbp", "ada@mail.example")
    assert session.cancel_url == f"http://localhost:8000{PAGE}"


def test_way_back_from_stripe_is_the_sites_own_whatever_the_browser_says(bank, event, client, filled):
    """S26."""
    client.post(f"{PAGE}?next=//evil.example", filled() | {"next": "//evil.example"}, HTTP_HOST="127.0.0.1")

    session = sessions(bank)[0]
    assert (
        session.success_url == f"http://localhost:8000/p/{Payment.objects.get().code}/?session={{CHECKOUT_SESSION_ID}}"
    )
    assert session.cancel_url == f"http://localhost:8000{PAGE}"


def test_double_click_two_tabs_and_back_button_are_one_hold_and_one_page(bank, event, client, filled):
    same = filled()

    answers = [
        client.post(PAGE, same),
        client.post(PAGE, same),
        client.post(PAGE, filled()),
        client.post(f"{PAGE}pay/"),
    ]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (303, Payment.objects.get().session_url)
    }
    assert (SignUp.objects.count(), taken(event), len(sessions(bank))) == (1, 1, 1)


def test_stripe_down_says_so_and_keeps_nothing(bank, event, client, filled):
    bank.be("unavailable")

    answer = client.post(PAGE, filled())

    assert answer.status_code == 503
    assert "<h1>Payments are resting</h1>" in answer.content.decode()
    assert (taken(event), states(), Payment.objects.get().state) == (0, ["expired"], "expired")


def test_stripe_that_hangs_costs_one_buyer_the_wait_and_the_next_none(bank, event, client, filled, settings):
    settings.STRIPE_API_URL = "http://127.0.0.1:9"
    client.post(PAGE, filled())
    settings.STRIPE_API_URL = bank.desk.url
    asked = bank.desk.watched.seen

    answer = Client().post(PAGE, filled(email="ben@mail.example"))

    assert (answer.status_code, taken(event), bank.desk.watched.seen) == (503, 0, asked)


def test_stripe_back_again_takes_the_same_form(bank, event, client, filled):
    same = filled()
    bank.be("unavailable")
    client.post(PAGE, same)
    bank.be("none")

    answer = client.post(PAGE, same)

    assert (answer.status_code, taken(event)) == (303, 1)


def test_stripe_down_does_not_touch_free_places(bank, event, client, filled):
    type(event).objects.filter(pk=event.pk).update(price_amount=0)
    bank.be("unavailable")

    answer = client.post(PAGE, filled())

    assert (answer.status_code, states()) == (302, ["valid"])


def test_newer_wish_of_the_same_address_closes_the_older_page(bank, event, client, filled):
    client.post(PAGE, filled())
    older = Payment.objects.get()

    Client().post(PAGE, filled(places=2))

    older.refresh_from_db()
    newer = Payment.objects.open().get()
    assert (older.state, newer.amount, taken(event)) == ("expired", 1000, 2)
    assert {session.id: session.status for session in sessions(bank)} == {
        older.session_id: "expired",
        newer.session_id: "open",
    }


def test_who_comes_back_after_paying_gets_the_ticket_and_no_second_page(bank, event, client, filled):
    client.post(PAGE, filled())
    bank.pay(Payment.objects.get())

    answer = client.post(f"{PAGE}pay/")

    assert (answer.status_code, answer["Location"]) == (302, f"/t/{SignUp.objects.get().manage_code}/")
    assert Payment.objects.count() == 1


def test_letting_go_closes_the_page(bank, event, client, filled):
    client.post(PAGE, filled())

    client.post(f"{PAGE}let-go/")

    assert (taken(event), states(), Payment.objects.get().state) == (0, ["expired"], "expired")
    assert [session.status for session in sessions(bank)] == ["expired"]


def test_letting_go_at_the_moment_of_paying_is_a_ticket(bank, event, client, filled):
    client.post(PAGE, filled())
    bank.pay(Payment.objects.get())

    answer = client.post(f"{PAGE}let-go/")

    assert answer["Location"] == f"/t/{SignUp.objects.get().manage_code}/"
    assert states() == ["valid"]


def test_letting_go_while_stripe_is_down_frees_the_place(bank, event, client, filled):
    client.post(PAGE, filled())
    bank.be("unavailable")

    client.post(f"{PAGE}let-go/")
    freed = taken(event)
    bank.be("none")
    bank.sweep()

    assert (freed, Payment.objects.get().state) == (0, "expired")


def test_payment_page_may_be_reached_from_our_form(bank, event, client, settings):
    policy = client.get(PAGE)["Content-Security-Policy"]

    assert settings.STRIPE_CHECKOUT_ORIGIN in re.search(r"form-action ([^;]*)", policy)[1].replace("'self'", "")


def test_cancelled_and_refunded_place_adds_up(bank, event, client, filled):
    client.post(PAGE, filled(places=2))
    bank.pay(Payment.objects.get())
    bank.deliver()
    Ticket.objects.filter(seat=2).update(
        state="cancelled", cancelled_at=event.created_at, cancel_reason="person", refund_wanted=True
    )

    bank.sweep()

    assert list(Refund.objects.values_list("amount", "state")) == [(500, "done")]


def test_locked_database_answers_a_webhook_with_503_and_keeps_nothing(bank, event, client, filled):
    client.post(PAGE, filled())
    bank.pay(Payment.objects.get())

    def locked(execute, sql, params, many, context):
        if sql.startswith("INSERT"):
            raise OperationalError("canceling statement due to lock timeout")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(locked):
        answers = set(bank.courier())

    assert answers == {503}
    assert StripeEvent.objects.count() == 0
