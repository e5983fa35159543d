import pytest
import stripe


def charge_of(desk, session):
    intent = desk.client.v1.payment_intents.retrieve(session.payment_intent, {"expand": ["latest_charge"]})
    return intent.latest_charge


def test_a_refund_without_an_amount_gives_all_of_it_back(desk, paid):
    refund = desk.client.v1.refunds.create({"payment_intent": paid.payment_intent, "metadata": {"key": "late:1"}})

    charge = charge_of(desk, paid)
    assert (refund.status, refund.amount, refund.currency, refund.charge) == ("succeeded", 500, "gbp", charge.id)
    assert refund.metadata.to_dict() == {"key": "late:1"}
    assert (charge.amount_refunded, charge.refunded) == (500, True)
    assert desk.client.v1.refunds.retrieve(refund.id).to_dict() == refund.to_dict()


def test_a_refund_is_told(desk, paid):
    desk.settle()
    desk.inbox.got.clear()

    refund = desk.client.v1.refunds.create({"payment_intent": paid.payment_intent})

    desk.settle()
    assert desk.inbox.types == ["charge.refunded", "refund.created"]
    assert desk.inbox.events[1]["data"]["object"] == refund.to_dict()


def test_parts_add_up_to_the_whole(desk, paid):
    for amount in (200, 300):
        desk.client.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": amount})

    charge = charge_of(desk, paid)
    listed = desk.client.v1.refunds.list({"payment_intent": paid.payment_intent})
    assert (charge.amount_refunded, charge.refunded) == (500, True)
    assert [refund.amount for refund in listed.data] == [300, 200]


@pytest.mark.parametrize(
    ("refunded", "asked", "code", "message"),
    [
        (
            None,
            501,
            None,
            "Refund amount (£5.01) is greater than unrefunded amount on charge (£5.00)",
        ),
        (
            200,
            301,
            None,
            "Refund amount (£3.01) is greater than unrefunded amount on charge (£3.00)",
        ),
        (500, 1, "charge_already_refunded", "Charge {charge} has already been refunded."),
    ],
)
def test_more_than_was_paid_is_refused(desk, paid, refunded, asked, code, message):
    if refunded:
        desk.client.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": refunded})
    before = charge_of(desk, paid)

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": asked})

    assert (refusal.value.code, refusal.value.user_message) == (code, message.format(charge=before.id))
    assert charge_of(desk, paid).to_dict() == before.to_dict()


def test_a_disputed_charge_cannot_be_refunded(desk, paid):
    dispute = desk.control("disputes", payment_intent=paid.payment_intent)

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.refunds.create({"charge": dispute["charge"]})

    assert (refusal.value.code, refusal.value.user_message) == (
        "charge_disputed",
        f"Charge {dispute['charge']} has been charged back; cannot issue a refund.",
    )


@pytest.mark.parametrize(
    ("sent", "status", "code", "param", "message"),
    [
        (
            {},
            400,
            "parameter_missing",
            "payment_intent",
            "One of the following params should be provided for this request: payment_intent or charge.",
        ),
        ({"charge": "ch_none"}, 404, "resource_missing", "charge", "No such charge: 'ch_none'"),
        (
            {"payment_intent": "pi_none"},
            404,
            "resource_missing",
            "payment_intent",
            "No such payment_intent: 'pi_none'",
        ),
        (
            {"payment_intent": "pi_none", "amount": 0},
            400,
            "parameter_invalid_integer",
            "amount",
            "This value must be greater than or equal to 1.",
        ),
        (
            {"payment_intent": "pi_none", "reason": "regret"},
            400,
            None,
            "reason",
            "Invalid reason: must be one of duplicate, fraudulent, requested_by_customer",
        ),
        ({"payment_intent": "pi_none", "sum": 1}, 400, "parameter_unknown", "sum", "Received unknown parameter: sum"),
    ],
)
def test_what_is_wrong_with_a_refund_is_said(desk, sent, status, code, param, message):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.refunds.create(sent)

    error = refusal.value
    assert (error.http_status, error.code, error.param, error.user_message) == (status, code, param, message)


def test_an_unpaid_payment_cannot_be_refunded(desk, session):
    desk.pay(session, card="4000 0000 0000 0002")
    intent = desk.client.v1.checkout.sessions.retrieve(session.id).payment_intent

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.refunds.create({"payment_intent": intent})

    assert refusal.value.user_message == f"This PaymentIntent ({intent}) does not have a successful charge to refund."


def test_a_refund_may_be_pending_and_arrive(desk, paid):
    desk.control("refund-outcome", outcome="pending")
    refund = desk.client.v1.refunds.create({"payment_intent": paid.payment_intent})
    desk.settle()
    desk.inbox.got.clear()

    desk.control(f"refunds/{refund.id}/succeed")

    desk.settle()
    arrived = desk.client.v1.refunds.retrieve(refund.id)
    assert (refund.status, refund.pending_reason) == ("pending", "processing")
    assert (arrived.status, "pending_reason" in arrived) == ("succeeded", False)
    assert desk.inbox.types == ["refund.updated", "charge.refund.updated"]
    assert desk.inbox.events[0]["data"]["previous_attributes"] == {"status": "pending"}


def test_a_refund_may_fail_later_and_the_money_is_owed_again(desk, paid):
    desk.control("refund-outcome", outcome="fail", seconds=3600)
    refund = desk.client.v1.refunds.create({"payment_intent": paid.payment_intent})
    assert (refund.status, charge_of(desk, paid).amount_refunded) == ("succeeded", 500)
    desk.settle()
    desk.inbox.got.clear()

    desk.control("fast-forward", seconds=3600)

    desk.settle()
    failed = desk.client.v1.refunds.retrieve(refund.id, {"expand": ["failure_balance_transaction"]})
    charge = charge_of(desk, paid)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    assert failed.failure_balance_transaction.amount == 500
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    assert desk.inbox.types == ["refund.failed", "refund.updated", "charge.refund.updated", "charge.updated"]


@pytest.mark.parametrize(("card", "becomes"), [("4000000000007726", "succeeded"), ("4000000000005126", "failed")])
def test_some_cards_settle_their_refunds_later(desk, session, card, becomes):
    desk.pay(session, card=card)
    intent = desk.client.v1.checkout.sessions.retrieve(session.id).payment_intent
    refund = desk.client.v1.refunds.create({"payment_intent": intent})

    desk.control("fast-forward", seconds=3)

    assert desk.client.v1.refunds.retrieve(refund.id).status == becomes
    assert refund.status != becomes


def test_a_refund_from_the_dashboard_is_told_like_any_other(desk, paid):
    desk.settle()
    desk.inbox.got.clear()

    refund = desk.control("refunds", payment_intent=paid.payment_intent, amount=200)

    desk.settle()
    assert (refund["amount"], refund["reason"], charge_of(desk, paid).amount_refunded) == (
        200,
        "requested_by_customer",
        200,
    )
    assert desk.inbox.types == ["charge.refunded", "refund.created"]
    assert desk.inbox.events[1]["request"] == {"id": None, "idempotency_key": None}


def test_refunds_are_listed_by_charge_and_payment(desk, order, paid):
    other = desk.client.v1.checkout.sessions.create(order)
    desk.pay(other)
    other = desk.client.v1.checkout.sessions.retrieve(other.id)
    mine, theirs = (desk.client.v1.refunds.create({"payment_intent": one.payment_intent}) for one in (paid, other))

    def listed(**filters):
        return [one.id for one in desk.client.v1.refunds.list(filters).data]

    assert listed() == [theirs.id, mine.id]
    assert listed(charge=mine.charge) == [mine.id]
    assert listed(payment_intent=theirs.payment_intent) == [theirs.id]
    assert listed(created={"gt": theirs.created}) == []
