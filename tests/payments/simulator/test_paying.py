import threading

import pytest

EXPAND = {"expand": ["payment_intent.latest_charge.balance_transaction", "line_items"]}
PAID = [
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
    "charge.updated",
]


def intent_of(desk, session):
    seen = desk.client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    return seen.payment_intent


def test_paying_completes_the_session(desk, session):
    outcome = desk.pay(session)

    paid = desk.client.v1.checkout.sessions.retrieve(session.id, EXPAND)
    intent = paid.payment_intent
    charge = intent.latest_charge
    transaction = charge.balance_transaction
    assert outcome == {"outcome": "paid"}
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.customer_details.email == "ann@visitor.example"
    assert (intent.status, intent.amount_received, intent.description) == ("succeeded", 500, "PMO Flashmob London")
    assert intent.metadata.to_dict() == {"payment": "pay-1"}
    assert (charge.status, charge.amount, charge.amount_refunded, charge.paid, charge.refunded) == (
        "succeeded",
        500,
        0,
        True,
        False,
    )
    assert (transaction.amount, transaction.fee, transaction.net) == (500, 28, 472)
    assert [(item.description, item.quantity, item.amount_total) for item in paid.line_items.data] == [
        ("PMO Flashmob London, Tuesday 1 December", 1, 500)
    ]


def test_paying_is_told_in_order(desk, paid):
    desk.settle()

    assert desk.inbox.types == ["payment_intent.created", *PAID]
    assert desk.inbox.events[3]["data"]["object"] == paid.to_dict()


def test_the_fee_is_known_after_the_payment_not_with_it(desk, paid):
    desk.settle()

    charged, updated = (event["data"] for event in (desk.inbox.events[1], desk.inbox.events[4]))
    assert charged["object"]["balance_transaction"] is None
    assert updated["previous_attributes"] == {"balance_transaction": None}
    assert updated["object"]["balance_transaction"].startswith("txn_")


def test_a_second_payment_changes_nothing(desk, paid):
    outcome = desk.pay(paid)

    desk.settle()
    assert outcome == {"outcome": "closed", "status": "complete"}
    assert len(desk.inbox.got) == 5


def test_twenty_payers_at_once_pay_once(desk, session):
    outcomes = []
    threads = [threading.Thread(target=lambda: outcomes.append(desk.pay(session)["outcome"])) for _ in range(20)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    desk.settle()
    assert sorted(outcomes) == ["closed"] * 19 + ["paid"]
    assert desk.inbox.types == ["payment_intent.created", *PAID]


@pytest.mark.parametrize(
    ("card", "code", "decline", "sentence"),
    [
        ("4000 0000 0000 0002", "card_declined", "generic_decline", "Your card was declined."),
        ("4000 0000 0000 9995", "card_declined", "insufficient_funds", "Your card has insufficient funds."),
        ("4000 0000 0000 0069", "expired_card", None, "Your card has expired."),
        ("4000 0000 0000 0127", "incorrect_cvc", None, "Your card's security code is incorrect."),
    ],
)
def test_a_declined_card_takes_nothing(desk, session, card, code, decline, sentence):
    outcome = desk.pay(session, card=card)

    desk.settle()
    intent = intent_of(desk, session)
    error = intent.last_payment_error
    charge = desk.client.v1.charges.retrieve(intent.latest_charge)
    seen = desk.client.v1.checkout.sessions.retrieve(session.id)
    assert outcome == {"outcome": "declined", "sentence": f"{sentence} Try a different card."}
    assert (intent.status, intent.amount_received) == ("requires_payment_method", 0)
    assert (error.type, error.code, getattr(error, "decline_code", None), error.message) == (
        "card_error",
        code,
        decline,
        sentence,
    )
    assert (charge.status, charge.paid, charge.failure_code, charge.failure_message) == (
        "failed",
        False,
        code,
        sentence,
    )
    assert (seen.status, seen.payment_status) == ("open", "unpaid")
    assert desk.inbox.types == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]


def test_after_a_declined_card_another_one_pays(desk, session):
    desk.pay(session, card="4000 0000 0000 0002")
    declined = intent_of(desk, session)

    outcome = desk.pay(session)

    intent = intent_of(desk, session)
    assert outcome == {"outcome": "paid"}
    assert (intent.id, intent.status, intent.last_payment_error) == (declined.id, "succeeded", None)
    assert intent.latest_charge != declined.latest_charge


@pytest.mark.parametrize("card", ["4000 0025 0000 3155", "4000 0000 0000 3220"])
def test_the_bank_may_ask_first(desk, session, card):
    outcome = desk.pay(session, card=card)

    desk.settle()
    intent = intent_of(desk, session)
    assert outcome == {"outcome": "asked", "url": f"{session.url}/check"}
    assert (intent.status, intent.latest_charge) == ("requires_action", None)
    assert intent.next_action.redirect_to_url.url == f"{session.url}/check"
    assert desk.inbox.types == ["payment_intent.created", "payment_intent.requires_action"]


def test_a_yes_to_the_bank_pays(desk, session):
    outcome = desk.pay(session, card="4000 0025 0000 3155", confirm=True)

    desk.settle()
    intent = intent_of(desk, session)
    charge = desk.client.v1.charges.retrieve(intent.latest_charge)
    assert outcome == {"outcome": "paid"}
    assert (intent.status, intent.next_action) == ("succeeded", None)
    assert charge.payment_method_details.card.three_d_secure.result == "authenticated"
    assert desk.inbox.types == ["payment_intent.created", "payment_intent.requires_action", *PAID]


def test_a_no_to_the_bank_takes_nothing_and_leaves_the_session_open(desk, session):
    outcome = desk.pay(session, card="4000 0025 0000 3155", confirm=False)

    desk.settle()
    intent = intent_of(desk, session)
    assert outcome == {
        "outcome": "declined",
        "sentence": "Your bank could not confirm that it is you. Try again or use a different card.",
    }
    assert (intent.status, intent.latest_charge, intent.last_payment_error.code) == (
        "requires_payment_method",
        None,
        "payment_intent_authentication_failure",
    )
    assert desk.inbox.types[2:] == ["payment_intent.payment_failed"]
    assert desk.pay(session) == {"outcome": "paid"}


def test_a_yes_to_the_bank_may_still_be_declined(desk, session):
    outcome = desk.pay(session, card="4000 0084 0000 1629", confirm=True)

    assert outcome == {"outcome": "declined", "sentence": "Your card was declined. Try a different card."}
    assert intent_of(desk, session).status == "requires_payment_method"


def test_an_expired_session_takes_no_money(desk, session):
    desk.client.v1.checkout.sessions.expire(session.id)

    assert desk.pay(session) == {"outcome": "closed", "status": "expired"}


def test_expiring_while_the_bank_asks_cancels_the_payment(desk, session):
    desk.pay(session, card="4000 0025 0000 3155")
    asked = intent_of(desk, session)

    desk.client.v1.checkout.sessions.expire(session.id)

    desk.settle()
    intent = desk.client.v1.payment_intents.retrieve(asked.id)
    assert (intent.status, intent.cancellation_reason, intent.next_action) == ("canceled", "expired", None)
    assert desk.inbox.types[2:] == ["payment_intent.canceled", "checkout.session.expired"]


def test_what_the_payer_said_is_kept(desk, order):
    order["custom_fields"] = [
        {"key": "po", "label": {"custom": "Order number", "type": "custom"}, "type": "text", "optional": True}
    ]
    session = desk.client.v1.checkout.sessions.create(order)

    desk.pay(
        session,
        name="Ann Ash",
        business_name="Ash Ltd",
        address={"country": "GB", "line1": "1 High Street", "city": "London", "postal_code": "N1 1AA"},
        tax_ids=[{"type": "gb_vat", "value": "GB123456789"}],
        answers={"po": "77"},
    )

    paid = desk.client.v1.checkout.sessions.retrieve(session.id)
    assert paid.customer_details.to_dict() == {
        "address": {
            "city": "London",
            "country": "GB",
            "line1": "1 High Street",
            "line2": None,
            "postal_code": "N1 1AA",
            "state": None,
        },
        "business_name": "Ash Ltd",
        "email": "ann@visitor.example",
        "individual_name": None,
        "name": "Ash Ltd",
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [{"type": "gb_vat", "value": "GB123456789"}],
    }
    assert paid.custom_fields[0].text.value == "77"
