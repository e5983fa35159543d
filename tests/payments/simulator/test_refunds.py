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
