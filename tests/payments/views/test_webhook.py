"""Where Stripe knocks: only Stripe gets in, once per message."""

import json

import pytest

from foundation.lib import clock
from payments.models import StripeEvent
from payments.simulator import webhooks
from payments.views.webhook import LARGEST
from tests.support import stripe_desk

EVENT = {"id": "evt_1", "object": "event", "type": "charge.refunded", "livemode": False, "created": 1, "data": {}}
BODY = json.dumps(EVENT, indent=2)


@pytest.fixture
def post(db, client, settings):
    """`post(body, signature)` gives the answer's status."""
    settings.STRIPE_WEBHOOK_SECRET = stripe_desk.SECRET

    def post(body=BODY, signature=None, **extra):
        headers = {"Stripe-Signature": sign(body) if signature is None else signature}
        return client.post("/stripe/webhook/", body, content_type="application/json", headers=headers, **extra)

    return post


def sign(body=BODY, *, secret=stripe_desk.SECRET, age=0, scheme="v1"):
    return webhooks.sign(body, secret, int(clock.real_now().timestamp()) - age, scheme=scheme)


def test_message_is_kept_for_later(post):
    answer = post()

    kept = StripeEvent.objects.get()
    assert (answer.status_code, answer.content) == (200, b"")
    assert (kept.pk, kept.type, kept.state, kept.payload) == ("evt_1", "charge.refunded", "received", EVENT)


def test_message_sent_again_has_no_effect(post):
    post()
    StripeEvent.objects.update(state="processed", processed_at=clock.real_now())

    answer = post()

    assert answer.status_code == 200
    assert list(StripeEvent.objects.values_list("pk", "state")) == [("evt_1", "processed")]


@pytest.mark.parametrize(
    "forge",
    [
        lambda: "",
        lambda: sign(secret="whsec_other"),
        lambda: sign(age=302),
        lambda: sign(age=-302),
        lambda: sign(scheme="v0"),
        lambda: sign(BODY + "\n"),
    ],
    ids=["none", "secret", "old", "future", "v0", "other body"],
)
def test_forged_message_leaves_nothing(post, forge):
    answer = post(signature=forge())

    assert (answer.status_code, StripeEvent.objects.count()) == (400, 0)


def test_message_written_anew_in_other_bytes_leaves_nothing(post):
    answer = post(body=json.dumps(EVENT), signature=sign(BODY))

    assert (answer.status_code, StripeEvent.objects.count()) == (400, 0)


def test_message_of_the_other_mode_leaves_nothing(post, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_ours"

    assert post().status_code == 400
    assert StripeEvent.objects.count() == 0


def test_message_too_large_is_refused_unread(post):
    answer = post("x" * (LARGEST + 1))

    assert (answer.status_code, StripeEvent.objects.count()) == (413, 0)


def test_webhook_needs_no_cookie_and_sets_none(post):
    assert dict(post().cookies) == {}
