"""The gateway against a simulator that is held to Stripe's shapes; signatures also against forged ones."""

import datetime as dt
import json

import pytest
from django.db import transaction

from foundation.lib import clock
from payments import gateway
from payments.simulator import webhooks
from tests.support import stripe_desk

EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "charge.refunded",
    "livemode": False,
    "created": 1,
    "data": {"object": {"id": "ch_1", "object": "charge"}},
}
BODY = json.dumps(EVENT, indent=2)


def order(**changes):
    return gateway.Order(
        **{
            "code": "pay-1",
            "line": "PMO London: June evening, Monday 8 June 2026",
            "amount": 500,
            "quantity": 2,
            "currency": "gbp",
            "email": "ada@mail.example",
            "expires_at": clock.real_now() + dt.timedelta(minutes=31),
            "success_url": "http://localhost:8000/p/pay-1/?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://localhost:8000/back/",
            **changes,
        }
    )


def signed(*, age=0, secret=stripe_desk.SECRET, body=BODY, scheme="v1"):
    return webhooks.sign(body, secret, int(clock.real_now().timestamp()) - age, scheme=scheme)


def test_session_is_made_once_for_one_order(bank):
    wanted = order()

    first, again = gateway.create_session(wanted), gateway.create_session(wanted)

    assert first == again
    assert (first.status, first.is_paid, first.amount, first.currency, first.reference, first.fee) == (
        "open",
        False,
        1000,
        "gbp",
        "pay-1",
        None,
    )


def test_paid_session_tells_intent_and_fee(bank):
    session = gateway.create_session(order())
    bank.desk.control(f"sessions/{session.id}/pay")

    paid = gateway.retrieve_session(session.id)

    assert (paid.status, paid.is_paid, paid.intent_id[:3]) == ("complete", True, "pi_")
    assert paid.fee > 0


def test_nothing_personal_but_the_e_mail_goes_to_stripe(bank):
    session = gateway.create_session(order())

    seen = bank.desk.client.v1.checkout.sessions.retrieve(session.id).to_dict()

    assert seen["customer_email"] == "ada@mail.example"
    assert seen["metadata"] == {}


def test_refund_goes_back_once_for_one_key(bank):
    session = gateway.create_session(order())
    bank.desk.control(f"sessions/{session.id}/pay")
    intent_id = gateway.retrieve_session(session.id).intent_id

    first = gateway.refund(key="desk:1", intent_id=intent_id, amount=300)
    again = gateway.refund(key="desk:1", intent_id=intent_id, amount=300)
    other = gateway.refund(key="desk:2", intent_id=intent_id, amount=200)

    assert first == again
    assert gateway.list_refunds(intent_id) == [first, other]
    assert [(one.key, one.amount, one.status) for one in (first, other)] == [
        ("desk:1", 300, "succeeded"),
        ("desk:2", 200, "succeeded"),
    ]


def test_refusal_tells_its_code(bank):
    session = gateway.create_session(order())
    bank.desk.control(f"sessions/{session.id}/pay")
    intent_id = gateway.retrieve_session(session.id).intent_id
    gateway.refund(key="desk:1", intent_id=intent_id, amount=1000)

    with pytest.raises(gateway.GatewayRefused) as refused:
        gateway.refund(key="desk:2", intent_id=intent_id, amount=1)

    assert refused.value.code == "charge_already_refunded"


@pytest.mark.parametrize("outage", [{"mode": "unavailable"}, {"mode": "hang", "seconds": 1}])
def test_stripe_that_cannot_answer_is_down(bank, outage):
    bank.desk.control("outage", **outage)

    with pytest.raises(gateway.GatewayDown):
        gateway.create_session(order())


def test_stripe_that_gave_no_answer_rests_for_a_moment(settings):
    settings.STRIPE_API_URL = "http://127.0.0.1:9"
    before = gateway.rests()

    with pytest.raises(gateway.GatewayDown):
        gateway.retrieve_session("cs_1")

    assert (before, gateway.rests()) == (False, True)


def test_stripe_that_said_503_does_not_rest(bank):
    bank.be("unavailable")

    with pytest.raises(gateway.GatewayDown):
        gateway.retrieve_session("cs_1")

    assert not gateway.rests()


def test_stripe_that_is_not_there_is_down(settings):
    settings.STRIPE_API_URL = "http://127.0.0.1:9"

    with pytest.raises(gateway.GatewayDown):
        gateway.retrieve_session("cs_1")


def test_wrong_key_is_down_for_the_payer(bank, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_not_ours"

    with pytest.raises(gateway.GatewayDown):
        gateway.create_session(order())


@pytest.mark.django_db(transaction=True)
def test_stripe_is_never_asked_inside_a_transaction(settings):
    settings.STRIPE_API_URL = "http://127.0.0.1:9"

    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        gateway.retrieve_session("cs_1")


def test_transaction_inside_a_test_is_noticed_too(db):
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        gateway.retrieve_session("cs_1")


def test_events_are_listed_since_a_moment(bank):
    session = gateway.create_session(order())
    bank.desk.control(f"sessions/{session.id}/pay")
    types = ["checkout.session.completed", "charge.refunded"]

    happened = list(gateway.list_events(since=clock.real_now() - dt.timedelta(minutes=1), types=types))
    later = list(gateway.list_events(since=clock.real_now() + dt.timedelta(minutes=1), types=types))

    assert [(one.type, one.body["data"]["object"]["id"]) for one in happened] == [(types[0], session.id)]
    assert later == []


@pytest.fixture
def secret(settings):
    settings.STRIPE_WEBHOOK_SECRET = stripe_desk.SECRET


@pytest.mark.parametrize("age", [0, 295, -295])
def test_webhook_within_300_seconds_is_read(secret, age):
    happening = gateway.read_webhook(BODY.encode(), signature=signed(age=age))

    assert happening == gateway.Happening(id="evt_1", type="charge.refunded", body=EVENT)


LIVE = BODY.replace("false", "true")


@pytest.mark.parametrize(
    ("body", "sign"),
    [
        pytest.param(BODY, str, id="none"),
        pytest.param(BODY, lambda: "nonsense", id="nonsense"),
        pytest.param(BODY, lambda: "t=,v1=", id="empty"),
        pytest.param(BODY, lambda: signed(secret="whsec_other"), id="secret"),
        pytest.param(BODY + " ", signed, id="changed"),
        pytest.param(json.dumps(EVENT), signed, id="re-encoded"),
        pytest.param(BODY, lambda: signed(age=302), id="old"),
        pytest.param(BODY, lambda: signed(age=-302), id="future"),
        pytest.param(BODY, lambda: signed(scheme="v0"), id="v0"),
        pytest.param("{}", lambda: signed(body="{}"), id="no event"),
        pytest.param("[]", lambda: signed(body="[]"), id="list"),
        pytest.param("no json", lambda: signed(body="no json"), id="no json"),
        pytest.param(LIVE, lambda: signed(body=LIVE), id="live"),
    ],
)
def test_forged_webhook_is_refused(secret, body, sign):
    with pytest.raises(gateway.Forged):
        gateway.read_webhook(body.encode(), signature=sign())


def test_webhook_of_test_mode_is_refused_in_live_mode(secret, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_ours"

    with pytest.raises(gateway.Forged, match="other mode"):
        gateway.read_webhook(BODY.encode(), signature=signed())


def test_webhook_that_is_no_text_is_refused(secret):
    with pytest.raises(gateway.Forged):
        gateway.read_webhook(b"\xff\xfe", signature=signed())
