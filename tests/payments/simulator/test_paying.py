EXPAND = {"expand": ["payment_intent.latest_charge.balance_transaction", "line_items"]}


def test_paying_completes_the_session(desk, session):
    outcome = desk.pay(session)

    paid = desk.client.v1.checkout.sessions.retrieve(session.id, EXPAND)
    intent = paid.payment_intent
    charge = intent.latest_charge
    transaction = charge.balance_transaction
    assert outcome == {"outcome": "paid"}
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.customer_details.email == "ann@visitor.example"
    assert (intent.status, intent.amount_received, intent.description) == (
        "succeeded",
        500,
        "PMO Flashmob London",
    )
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

    assert desk.inbox.types == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
        "charge.updated",
    ]
    assert desk.inbox.events[3]["data"]["object"] == paid.to_dict()


def test_a_second_payment_changes_nothing(desk, paid):
    outcome = desk.pay(paid)

    desk.settle()
    assert outcome == {"outcome": "closed", "status": "complete"}
    assert len(desk.inbox.got) == 5
