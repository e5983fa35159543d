import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payments.simulator import balance, cards, checkout, money, refunds, sessions
from payments.simulator.call import Call
from payments.simulator.errors import StripeError
from payments.simulator.payer import Payer
from payments.simulator.store import Store

STEPS = st.lists(
    st.tuples(st.just("refund"), st.integers(1, 700)) | st.tuples(st.just("fail"), st.integers(0, 5)), max_size=12
)


def paid_charge(call, amount):
    price = {"currency": "gbp", "unit_amount": amount, "product_data": {"name": "A place"}}
    wish = {"mode": "payment", "success_url": "http://x/", "line_items": [{"price_data": price, "quantity": 1}]}
    session = sessions.create(call, wish)
    checkout.pay(call, session["id"], card=cards.PRACTICE, payer=Payer(email="ann@visitor.example"))
    return call.store.find("charge")[0]["id"]


@settings(deadline=None)  # the machine may be busy
@given(amount=st.integers(30, 600), steps=STEPS)
def test_money_in_is_money_kept_and_money_given_back(amount, steps):
    store = Store(None)
    call = Call(store, "http://x", None)
    charge_id = paid_charge(call, amount)

    for step, number in steps:
        made = store.find("refund")
        try:
            if step == "refund":
                refunds.create(call, {"charge": charge_id, "amount": number})
            elif made:
                refunds.fail(call, made[number % len(made)]["id"])
        except StripeError:
            pass

    charge = store.get("charge", charge_id)
    given_back = sum(one["amount"] for one in store.find("refund") if one["status"] == "succeeded")
    pending = balance.retrieve(call)["pending"][0]["amount"]
    assert charge["amount_refunded"] == given_back <= amount
    assert charge["refunded"] == (given_back == amount)
    assert pending == amount - given_back - balance.card_fee(amount)
    store.close()


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [(500, "gbp", "£5.00"), (5, "eur", "€0.05"), (123_456_789, "usd", "$1,234,567.89"), (-28, "gbp", "-£0.28")],
)
def test_money_is_written_as_people_write_it(amount, currency, written):
    assert money.words(amount, currency) == written
