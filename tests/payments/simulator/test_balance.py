import pytest

from payments.simulator.balance import card_fee


@pytest.mark.parametrize(("amount", "fee"), [(30, 20), (34, 21), (500, 28), (1000, 35), (2000, 50), (10_000, 170)])
def test_the_fee_is_that_of_a_uk_card(amount, fee):
    assert card_fee(amount) == fee


def test_money_in_less_fee_and_refunds_is_the_balance(desk, paid):
    desk.client.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": 200})

    balance = desk.client.v1.balance.retrieve()

    assert balance.to_dict() == {
        "object": "balance",
        "available": [{"amount": 0, "currency": "gbp", "source_types": {"card": 0}}],
        "livemode": False,
        "pending": [{"amount": 272, "currency": "gbp", "source_types": {"card": 272}}],
    }
