import pytest

from foundation.lib.clock import real_now
from tests.support import stripe_desk


@pytest.fixture
def desk():
    with stripe_desk.opened() as desk:
        yield desk


@pytest.fixture
def order():
    """What the product would send for two places."""
    return {
        "mode": "payment",
        "line_items": [
            {
                "price_data": {
                    "currency": "gbp",
                    "unit_amount": 500,
                    "product_data": {"name": "PMO Flashmob London, Tuesday 1 December"},
                },
                "quantity": 1,
            }
        ],
        "allowed_payment_method_types": ["card"],
        "success_url": "https://flashmob.example/paid?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://flashmob.example/cancelled",
        "client_reference_id": "signup-1",
        "customer_email": "ann@visitor.example",
        "expires_at": int(real_now().timestamp()) + 31 * 60,
        "metadata": {"payment": "pay-1"},
        "payment_intent_data": {
            "description": "PMO Flashmob London",
            "metadata": {"payment": "pay-1"},
        },
        "locale": "en-GB",
        "submit_type": "book",
    }


@pytest.fixture
def session(desk, order):
    return desk.client.v1.checkout.sessions.create(order)


@pytest.fixture
def paid(desk, session):
    """A paid session."""
    assert desk.pay(session) == {"outcome": "paid"}
    return desk.client.v1.checkout.sessions.retrieve(session.id)
