"""A lock that somebody else holds for long: a sentence within four seconds, and nothing written."""

import json
import time

import psycopg
import pytest
from django.db import connection

from attendees.models import SignUp
from foundation.lib import clock
from payments.models import StripeEvent
from payments.simulator import webhooks
from tests.support.buyers import Buyer
from tests.support.factories import EventFactory
from tests.support.filled_forms import code_shown

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


@pytest.fixture
def event(series):
    return EventFactory(series=series, slug="june", capacity=10)


@pytest.fixture
def somebody():
    """Another connection, in a transaction that it does not end."""
    known = connection.settings_dict
    with psycopg.connect(
        host=known["HOST"], port=known["PORT"], user=known["USER"], password=known["PASSWORD"], dbname=known["NAME"]
    ) as other:
        yield other
        other.rollback()


@pytest.fixture
def site(product, bank, event):
    product.with_env(STRIPE_API_URL=bank.desk.url, STRIPE_WEBHOOK_SECRET="whsec_practice")
    product.web(threads=4)
    assert Buyer(product.url, "").ask("GET", "/pmo-london/june/take/").status == 200  # and warm
    return product


def timed(act):
    began = time.monotonic()
    return act(), time.monotonic() - began


@pytest.mark.slow
def test_locked_places_are_a_try_again_and_no_sign_up(site, event, somebody, monkeypatch):
    buyer = Buyer(site.url, code_shown(monkeypatch))
    somebody.execute("SELECT * FROM events_places WHERE event_id = %s FOR UPDATE", [event.pk])

    answer, seconds = timed(lambda: buyer.take("/pmo-london/june/take/"))

    assert (answer.status, SignUp.objects.count()) == (503, 0)
    assert "Nothing was taken for you. Please try again in a moment." in answer.body
    assert seconds < 4

    somebody.rollback()
    assert buyer.take("/pmo-london/june/take/").status == 303


@pytest.mark.slow
def test_locked_inbox_is_a_503_and_no_message(site, event, somebody):
    body = json.dumps(
        {"id": "evt_1", "object": "event", "type": "charge.refunded", "livemode": False, "created": 1, "data": {}}
    )
    headers = {
        "Content-Type": "application/json",
        "Stripe-Signature": webhooks.sign(body, "whsec_practice", int(clock.real_now().timestamp())),
    }
    somebody.execute("LOCK TABLE payments_stripeevent IN ACCESS EXCLUSIVE MODE")

    answer, seconds = timed(lambda: Buyer(site.url, "").ask("POST", "/stripe/webhook/", body, **headers))

    somebody.rollback()
    assert (answer.status, StripeEvent.objects.count()) == (503, 0)
    assert seconds < 4
    assert Buyer(site.url, "").ask("POST", "/stripe/webhook/", body, **headers).status == 200
