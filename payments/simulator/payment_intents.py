"""PaymentIntents: one payment through all its tries."""

from typing import Any

from payments.simulator import cards, charges, events, ids
from payments.simulator.call import Call
from payments.simulator.cards import Card
from payments.simulator.errors import DOCUMENTED, no_such
from payments.simulator.parameters import Field, many, missing, text
from payments.simulator.payer import Payer
from payments.simulator.store import Object

KIND = "payment_intent"
RETRIEVE: dict[str, Field] = {"client_secret": missing("calls from a browser"), "expand": many(text())}
UNCHECKED = "payment_intent_authentication_failure"
UNCHECKED_WORDS = (
    "We are unable to authenticate your payment method. Please choose a different payment method and try again."
)


def retrieve(call: Call, id: str) -> Object:
    intent = call.store.get(KIND, id)
    if intent is None:
        raise no_such(KIND, id, param="intent")
    return intent


def begin(call: Call, session: Object) -> Object:
    """The session's PaymentIntent; Stripe makes it at the first try, not before."""
    if session["payment_intent"]:
        return retrieve(call, session["payment_intent"])
    wishes = call.store.private(session["id"])["payment_intent_data"]
    id = ids.new("pi")
    intent: Object = {
        "id": id,
        "object": KIND,
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": wishes.get("capture_method", "automatic_async"),
        "client_secret": f"{id}_secret_{ids.new('x')[2:]}",
        "confirmation_method": "automatic",
        "created": call.now,
        "currency": session["currency"],
        "customer": None,
        "customer_account": None,
        "description": wishes.get("description"),
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": wishes.get("metadata", {}),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {
            "card": {
                "installments": None,
                "mandate_options": None,
                "network": None,
                "request_three_d_secure": "automatic",
            }
        },
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": wishes.get("receipt_email"),
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": wishes.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }
    call.store.add(intent)
    events.emit(call, "payment_intent.created", intent)
    return intent


def ask(call: Call, intent: Object, *, card: Card, payer: Payer, url: str, back: str) -> None:
    """The bank wants the payer to confirm at `url`."""
    call.store.save_private(intent["id"], {"card": card.number, "payer": payer.kept()})
    action = {"redirect_to_url": {"return_url": back, "url": url}, "type": "redirect_to_url"}
    _save(call, intent, status="requires_action", next_action=action, last_payment_error=None)
    events.emit(call, "payment_intent.requires_action", intent)


def asked(call: Call, intent: Object) -> tuple[Card, Payer]:
    """Who was asked to confirm, and with which card. Only test cards get as far as this."""
    private = call.store.private(intent["id"])
    return cards.BY_NUMBER[private["card"]], Payer(**private["payer"])


def charge(call: Call, intent: Object, *, card: Card, payer: Payer, confirmed: bool) -> Object:
    """One try: the charge, good or bad, and where it leaves the intent."""
    method = ids.new("pm")
    made = charges.make(call, intent, card=card, payer=payer, method=method, confirmed=confirmed)
    if card.decline is None:
        _save(
            call,
            intent,
            status="succeeded",
            amount_received=intent["amount"],
            latest_charge=made["id"],
            payment_method=method,
            next_action=None,
            last_payment_error=None,
        )
        events.emit(call, "payment_intent.succeeded", intent)
        return made
    error: Object = {
        "charge": made["id"],
        "code": card.code,
        "doc_url": DOCUMENTED + str(card.code).replace("_", "-"),
        "message": cards.sentence(card),
        "payment_method": _method(call, method, card, payer),
        "type": "card_error",
    }
    if card.code == "card_declined":
        error["decline_code"] = card.decline
    fail(call, intent, error=error, latest_charge=made["id"])
    return made


def fail_check(call: Call, intent: Object) -> None:
    """The payer said no at the bank: no charge, the intent waits for another card."""
    card, payer = asked(call, intent)
    error = {
        "code": UNCHECKED,
        "doc_url": DOCUMENTED + UNCHECKED.replace("_", "-"),
        "message": UNCHECKED_WORDS,
        "payment_method": _method(call, ids.new("pm"), card, payer),
        "type": "card_error",
    }
    fail(call, intent, error=error)


def fail(call: Call, intent: Object, *, error: Object, **values: Any) -> None:
    _save(
        call,
        intent,
        status="requires_payment_method",
        next_action=None,
        last_payment_error=error,
        **values,
    )
    events.emit(call, "payment_intent.payment_failed", intent)


def cancel(call: Call, id: str) -> None:
    """When its session expires."""
    intent = retrieve(call, id)
    _save(call, intent, status="canceled", canceled_at=call.now, cancellation_reason="expired", next_action=None)
    events.emit(call, "payment_intent.canceled", intent)


def _save(call: Call, intent: Object, **values: Any) -> None:
    intent.update(values)
    call.store.save(intent)


def _method(call: Call, id: str, card: Card, payer: Payer) -> Object:
    return {
        "id": id,
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": payer.billing_details(),
        "card": {
            "brand": card.brand,
            "checks": {
                "address_line1_check": None,
                "address_postal_code_check": None,
                "cvc_check": "unchecked",
            },
            "country": card.country,
            "display_brand": card.brand,
            "exp_month": payer.month,
            "exp_year": payer.year,
            "fingerprint": f"practice{card.last4}",
            "funding": card.funding,
            "generated_from": None,
            "last4": card.last4,
            "networks": {"available": [card.brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": call.now,
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }
