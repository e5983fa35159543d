"""The measure itself: that it lets right things pass is shown by every other test in this folder."""

import pytest

from tests.support import stripe_shapes

FEE = {"amount": 28, "application": None, "currency": "gbp", "description": "fees", "type": "stripe_fee"}
BALANCE = {
    "object": "balance",
    "available": [{"amount": 0, "currency": "gbp", "source_types": {"card": 0}}],
    "livemode": False,
    "pending": [],
}
REFUND = {"id": "re_1", "object": "refund", "amount": 1, "created": 1, "currency": "gbp", "status": "pending"}
CHARGE_EVENT = {
    "id": "evt_1",
    "object": "event",
    "api_version": None,
    "created": 1,
    "data": {"object": {**REFUND, "surprise": 1}},
    "livemode": False,
    "pending_webhooks": 0,
    "request": None,
    "type": "refund.created",
}


def without(name):
    return {key: value for key, value in BALANCE.items() if key != name}


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (BALANCE, []),
        (without("pending"), ["balance at (top): 'pending' is a required property"]),
        (
            {**BALANCE, "livemode": "no"},
            ["balance at livemode: 'no' is not of type 'boolean'"],
        ),
        (
            {**BALANCE, "secret": 1},
            [
                "balance at (top): Additional properties are not allowed ('secret' was unexpected)",
            ],
        ),
        (
            {**BALANCE, "pending": [{"amount": 1, "currency": "gbp", "extra": 1}]},
            ["balance at pending.0: Additional properties are not allowed ('extra' was unexpected)"],
        ),
        (
            {"error": {"type": "strange", "message": "m"}},
            [
                "error at error.type: 'strange' is not one of "
                "['api_error', 'card_error', 'idempotency_error', 'invalid_request_error']"
            ],
        ),
        (
            {"object": "list", "data": [{**REFUND, "amount": "1"}], "has_more": False, "url": "/v1/refunds"},
            ["refund at amount: '1' is not of type 'integer'"],
        ),
        (
            CHARGE_EVENT,
            ["refund at (top): Additional properties are not allowed ('surprise' was unexpected)"],
        ),
        (
            {**REFUND, "balance_transaction": {"id": "txn_1", "object": "balance", "available": []}},
            [
                "balance at (top): 'livemode' is a required property",
                "balance at (top): 'pending' is a required property",
                "balance at (top): Additional properties are not allowed ('id' was unexpected)",
            ],
        ),
    ],
)
def test_answers_are_held_to_the_shapes(value, wrong):
    found = stripe_shapes.errors(value)

    assert sorted(found) == sorted(wrong)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"payment_intent": "pi_1", "amount": "250", "metadata": {"any": "thing"}}, []),
        ({"amount": "2.50"}, ["amount = '2.50' does not fit"]),
        ({"reason": "regret"}, ["reason = 'regret' does not fit"]),
        ({"sum": "1"}, ["sum is unknown"]),
        ({"refund_application_fee": "yes"}, ["refund_application_fee = 'yes' does not fit"]),
    ],
)
def test_requests_are_held_to_the_shapes(sent, wrong):
    found = stripe_shapes.request_errors("POST", "/v1/refunds", sent)

    assert found == wrong


def test_nested_request_parameters_are_held_to_the_shapes():
    sent = {"line_items": {"0": {"price_data": {"unit_amount": "x", "colour": "red"}}}}

    found = stripe_shapes.request_errors("POST", "/v1/checkout/sessions", sent)

    assert found == [
        "line_items[price_data][currency] is missing",
        "line_items[price_data][unit_amount] = 'x' does not fit",
        "line_items[price_data][colour] is unknown",
    ]


def test_an_address_that_is_no_endpoint_is_wrong():
    assert stripe_shapes.request_errors("POST", "/v1/charges", {}) == ["POST /v1/charges is no endpoint of Stripe's"]
