"""Charges: the try that took the money, or did not."""

from typing import Any

from payments.simulator import balance, cards, events, ids
from payments.simulator.call import Call
from payments.simulator.cards import Card
from payments.simulator.errors import no_such
from payments.simulator.payer import Payer
from payments.simulator.store import Object

KIND = "charge"


def retrieve(call: Call, id: str) -> Object:
    charge = call.store.get(KIND, id)
    if charge is None:
        raise no_such(KIND, id, param="id")
    return charge


def make(call: Call, intent: Object, *, card: Card, payer: Payer, method: str, confirmed: bool) -> Object:
    """The charge of one try, with its event. `confirmed`: the bank asked and the payer said yes."""
    declined = card.decline is not None
    charge: Object = {
        "id": ids.new("ch"),
        "object": KIND,
        "amount": intent["amount"],
        "amount_captured": 0 if declined else intent["amount"],
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": payer.billing_details(),
        "calculated_statement_descriptor": "PRACTICE PAYMENT",
        "captured": not declined,
        "created": call.now,
        "currency": intent["currency"],
        "customer": None,
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": card.code,
        "failure_message": cards.sentence(card) if declined else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": _outcome(card),
        "paid": not declined,
        "payment_intent": intent["id"],
        "payment_method": method,
        "payment_method_details": {
            "card": _card_details(intent, card, payer, confirmed=confirmed),
            "type": "card",
        },
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "failed" if declined else "succeeded",
        "transfer_data": None,
        "transfer_group": None,
    }
    call.store.add(charge, private={"refund": card.refund})
    events.emit(call, "charge.failed" if declined else "charge.succeeded", charge)
    return charge


def book(call: Call, charge: Object) -> None:
    """Puts the money on the balance. Stripe does this after the payment succeeded, in an event of its own."""
    transaction = balance.add(
        call,
        type="charge",
        category="charge",
        amount=charge["amount"],
        currency=charge["currency"],
        source=charge["id"],
        fee=balance.card_fee(charge["amount"]),
        words=charge["description"] or "Practice payment",
    )
    change(call, charge, balance_transaction=transaction["id"])


def change(call: Call, charge: Object, **values: Any) -> None:
    """Saves and tells (charge.updated)."""
    previous = {name: charge[name] for name in values}
    charge.update(values)
    call.store.save(charge)
    events.emit(call, "charge.updated", charge, previous=previous)


def _outcome(card: Card) -> Object:
    declined = card.decline is not None
    outcome: Object = {
        "advice_code": "try_again_later" if declined else None,
        "network_advice_code": None,
        "network_decline_code": "05" if declined else None,
        "network_status": "declined_by_network" if declined else "approved_by_network",
        "reason": card.decline,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": "The bank did not accept the payment." if declined else "Payment complete.",
        "type": "issuer_declined" if declined else "authorized",
    }
    return outcome


def _card_details(intent: Object, card: Card, payer: Payer, *, confirmed: bool) -> Object:
    checked = "pass" if payer.address.get("postal_code") else None
    return {
        "amount_authorized": None if card.decline else intent["amount"],
        "authorization_code": None,
        "brand": card.brand,
        "checks": {
            "address_line1_check": "pass" if payer.address.get("line1") else None,
            "address_postal_code_check": checked,
            "cvc_check": "fail" if card.code == "incorrect_cvc" else "pass",
        },
        "country": card.country,
        "exp_month": payer.month,
        "exp_year": payer.year,
        "extended_authorization": {"status": "disabled"},
        "fingerprint": f"practice{card.last4}",
        "funding": card.funding,
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "last4": card.last4,
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": card.brand,
        "network_token": {"used": False},
        "network_transaction_id": None,
        "overcapture": {
            "maximum_amount_capturable": 0 if card.decline else intent["amount"],
            "status": "unavailable",
        },
        "regulated_status": "unregulated",
        "three_d_secure": _three_d_secure() if confirmed else None,
        "wallet": None,
    }


def _three_d_secure() -> Object:
    return {
        "authentication_flow": "challenge",
        "electronic_commerce_indicator": "05",
        "exemption_indicator": None,
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": ids.new("practice", length=12),
        "version": "2.2.0",
    }
