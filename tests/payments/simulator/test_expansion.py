import pytest
import stripe


def test_ids_are_filled_in_as_far_as_asked(desk, paid):
    refund = desk.client.v1.refunds.create(
        {"payment_intent": paid.payment_intent, "expand": ["charge.balance_transaction", "payment_intent"]}
    )

    plain = desk.client.v1.refunds.retrieve(refund.id)
    assert (refund.charge.id, refund.payment_intent.id) == (plain.charge, plain.payment_intent)
    assert refund.charge.balance_transaction.fee == 28
    assert refund.charge.payment_intent == paid.payment_intent


def test_lists_are_filled_in_one_by_one(desk, paid):
    listed = desk.client.v1.checkout.sessions.list({"expand": ["data.payment_intent.latest_charge"]})

    assert [one.payment_intent.latest_charge.status for one in listed.data] == ["succeeded"]


def test_the_refunds_of_a_charge_come_when_asked_for(desk, paid):
    refund = desk.client.v1.refunds.create({"payment_intent": paid.payment_intent})

    plain = desk.client.v1.charges.retrieve(refund.charge)
    full = desk.client.v1.charges.retrieve(refund.charge, {"expand": ["refunds"]})

    assert "refunds" not in plain
    assert [one.id for one in full.refunds.data] == [refund.id]


def test_nothing_stays_nothing(desk, session):
    seen = desk.client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})

    assert seen.payment_intent is None


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("currency", "This property cannot be expanded (currency)."),
        ("payment_intent.status", "This property cannot be expanded (payment_intent.status)."),
        (
            "a.b.c.d.e",
            "You cannot expand more than 4 levels of a property. Property: a.b.c.d.e",
        ),
    ],
)
def test_what_is_no_id_cannot_be_filled_in(desk, paid, path, message):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.checkout.sessions.retrieve(paid.id, {"expand": [path]})

    assert (refusal.value.param, refusal.value.user_message) == ("expand", message)
