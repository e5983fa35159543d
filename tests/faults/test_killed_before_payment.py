"""The web server dies between keeping a place and opening Stripe's page."""

import datetime as dt
import threading
from contextlib import suppress
from http.client import HTTPException

import pytest
from django.db import connections

from attendees.domain import sign_up as sign_ups
from attendees.domain import tickets, wishes
from attendees.models import Ticket
from events.models import Places
from foundation.lib import clock
from payments.models import Payment
from tests.support.buyers import Buyer
from tests.support.factories import EventFactory
from tests.support.filled_forms import code_shown
from tests.support.ports import wait_for

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]
PAGE = "/pmo-london/june/take/"


@pytest.mark.slow
def test_hold_is_gone_after_its_time_and_nothing_is_charged(product, bank, series, monkeypatch):
    event = EventFactory(series=series, slug="june", capacity=1)
    bank.be("hang", seconds=30)
    product.with_env(STRIPE_API_URL=bank.desk.url)
    web = product.web(threads=4)
    buyer = Buyer(product.url, code_shown(monkeypatch))
    thread = threading.Thread(target=_until_killed, args=[buyer])
    thread.start()
    wait_for(Payment.objects.exists, what="the payment")

    web.kill()
    thread.join()
    bank.be("none")

    payment = Payment.objects.get()
    assert (payment.state, payment.session_id, Ticket.objects.get().state) == ("open", "", "held")
    assert bank.desk.client.v1.checkout.sessions.list().data == []

    Payment.objects.update(expires_at=clock.real_now() - dt.timedelta(seconds=1))
    bank.sweep()

    payment.refresh_from_db()
    assert (payment.state, Ticket.objects.get().state) == ("expired", "expired")
    assert Places.objects.get(event=event).taken == 0


@pytest.mark.slow
def test_same_browser_goes_on_where_the_server_died(product, bank, series, monkeypatch):
    event = EventFactory(series=series, slug="june", capacity=1)
    bank.be("hang", seconds=30)
    product.with_env(STRIPE_API_URL=bank.desk.url)
    web = product.web(threads=4)
    code = code_shown(monkeypatch)
    thread = threading.Thread(target=_until_killed, args=[Buyer(product.url, code, email="ada@mail.example")])
    thread.start()
    wait_for(Payment.objects.exists, what="the payment")
    web.kill()
    thread.join()
    bank.be("none")
    product.web(threads=4)

    answer = Buyer(product.url, code, email="ada@mail.example").take(PAGE)

    assert (answer.status, answer.location) == (303, Payment.objects.get().session_url)
    assert Places.objects.get(event=event).taken == 1


def test_lapsed_holds_do_not_count_while_no_sweep_runs(bank, series):
    """The sweeper has been off for a day: sales go on."""
    event = EventFactory(series=series, slug="june", capacity=1)
    wish = wishes.Wish(name="Ada", email="ada@mail.example")
    old = sign_ups.take(event, wish, now=clock.now() - dt.timedelta(days=1))

    new = sign_ups.take(event, wishes.Wish(name="Ben", email="ben@mail.example"), now=clock.now())

    assert (old.tickets.get().state, new.tickets.get().state) == ("expired", "held")
    assert tickets.room(event.pk, now=clock.now()) == 0


def _until_killed(buyer):
    with suppress(OSError, HTTPException):
        buyer.take(PAGE)
    connections.close_all()
