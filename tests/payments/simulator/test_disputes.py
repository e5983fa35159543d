import pytest


def charge_of(desk, session):
    return desk.client.v1.payment_intents.retrieve(session.payment_intent, {"expand": ["latest_charge"]}).latest_charge


def pending(desk):
    return desk.client.v1.balance.retrieve().pending[0].amount


def test_a_dispute_takes_the_money_and_a_fee(desk, paid):
    before = pending(desk)
    desk.settle()
    desk.inbox.got.clear()

    dispute = desk.control("disputes", payment_intent=paid.payment_intent, reason="product_not_received")

    desk.settle()
    assert (dispute["status"], dispute["amount"], dispute["reason"], dispute["is_charge_refundable"]) == (
        "needs_response",
        500,
        "product_not_received",
        False,
    )
    assert charge_of(desk, paid).disputed is True
    assert pending(desk) == before - 500 - 2000
    assert desk.inbox.types == [
        "charge.updated",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
    ]
    assert desk.client.v1.disputes.retrieve(dispute["id"]).to_dict() == dispute


@pytest.mark.parametrize(
    ("outcome", "back", "told"),
    [
        ("won", 500, ["charge.dispute.closed", "charge.dispute.funds_reinstated"]),
        ("lost", 0, ["charge.dispute.closed"]),
    ],
)
def test_a_closed_dispute_gives_the_money_back_only_when_won(desk, paid, outcome, back, told):
    dispute = desk.control("disputes", payment_intent=paid.payment_intent)
    before = pending(desk)
    desk.settle()
    desk.inbox.got.clear()

    closed = desk.control(f"disputes/{dispute['id']}/close", outcome=outcome)

    desk.settle()
    assert (closed["status"], pending(desk)) == (outcome, before + back)
    assert desk.inbox.types == told


def test_a_card_may_dispute_by_itself(desk, session):
    desk.pay(session, card="4000 0000 0000 0259")

    desk.settle()
    seen = desk.client.v1.checkout.sessions.retrieve(session.id)
    assert seen.payment_status == "paid"
    assert charge_of(desk, seen).disputed is True
    assert desk.inbox.types[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]
