"""Refunds: whole, part by part, never more than was paid; some fail afterwards."""

from typing import Any

from payments.simulator import balance, charges, events, ids, money, payment_intents, settings
from payments.simulator.call import Call
from payments.simulator.errors import StripeError, bad_parameter, no_such
from payments.simulator.lists import PAGING, Query, created
from payments.simulator.parameters import (
    Field,
    choice,
    email,
    integer,
    many,
    mapping,
    missing,
    text,
)
from payments.simulator.settings import Refunding
from payments.simulator.store import Object

KIND = "refund"
CREATE: dict[str, Field] = {
    "amount": integer(least=1),
    "charge": text(),
    "currency": missing("refunds without a charge"),
    "customer": missing("customers kept at Stripe"),
    "expand": many(text()),
    "instructions_email": email(),
    "metadata": mapping(),
    "origin": missing("customer balances"),
    "payment_intent": text(),
    "reason": choice("duplicate", "fraudulent", "requested_by_customer"),
    "refund_application_fee": missing("Connect"),
    "reverse_transfer": missing("Connect"),
}
LIST: dict[str, Field] = {**PAGING, "charge": text(), "created": created, "payment_intent": text()}


def create(call: Call, params: dict[str, Any]) -> Object:
    charge = _charge(call, params)
    left = charge["amount"] - charge["amount_refunded"]
    _check(charge, left)
    amount = params.get("amount", left)
    if amount > left:
        raise StripeError(
            f"Refund amount ({money.words(amount, charge['currency'])}) is greater than unrefunded amount on "
            f"charge ({money.words(left, charge['currency'])})",
            param="amount",
        )
    refund = _write(call, charge, amount, params)
    previous = {name: charge[name] for name in ("amount_refunded", "refunded")}
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    call.store.save(charge)
    events.emit(call, "charge.refunded", charge, previous=previous)
    events.emit(call, "refund.created", refund)
    return refund


def _charge(call: Call, params: dict[str, Any]) -> Object:
    if ("charge" in params) == ("payment_intent" in params):
        raise bad_parameter(
            "One of the following params should be provided for this request: payment_intent or charge.",
            param="payment_intent",
            code="parameter_missing",
        )
    for kind in ("charge", "payment_intent"):
        if kind in params and call.store.get(kind, params[kind]) is None:
            raise no_such(kind, params[kind], param=kind)
    if "charge" in params:
        return charges.retrieve(call, params["charge"])
    intent = payment_intents.retrieve(call, params["payment_intent"])
    if intent["status"] != "succeeded":
        raise StripeError(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
            param="payment_intent",
        )
    return charges.retrieve(call, intent["latest_charge"])


def _check(charge: Object, left: int) -> None:
    if charge["status"] != "succeeded":
        raise StripeError(f"Charge {charge['id']} has not succeeded and cannot be refunded.", param="charge")
    if charge["disputed"]:
        raise StripeError(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed"
        )
    if left == 0:
        raise StripeError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")


def _write(call: Call, charge: Object, amount: int, params: dict[str, Any]) -> Object:
    plan = _plan(call, charge)
    refund: Object = {
        "id": ids.new("re"),
        "object": KIND,
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": call.now,
        "currency": charge["currency"],
        "destination_details": {
            "card": {
                "reference_status": "pending",
                "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
            "type": "card",
        },
        "metadata": params.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "pending" if plan.outcome == "pending" else "succeeded",
        "transfer_reversal": None,
    }
    if refund["status"] == "pending":
        refund["pending_reason"] = "processing"
    transaction = balance.add(
        call,
        type="refund",
        category="refund",
        amount=-amount,
        currency=charge["currency"],
        source=refund["id"],
        words=f"REFUND FOR CHARGE ({charge['description'] or 'Practice payment'})",
    )
    refund["balance_transaction"] = transaction["id"]
    call.store.add(refund, private=_later(call, plan))
    return refund


def _plan(call: Call, charge: Object) -> Refunding:
    """The card's own habit, else what the control API asked for."""
    habit = call.store.private(charge["id"]).get("refund")
    return Refunding(outcome=habit, seconds=2) if habit else settings.refunding(call.store)


def _later(call: Call, plan: Refunding) -> dict[str, Any]:
    if plan.outcome == "fail":
        return {"becomes": "failed", "at": call.now + plan.seconds}
    if plan.outcome == "pending" and plan.seconds >= 0:
        return {"becomes": "succeeded", "at": call.now + plan.seconds}
    return {}


def retrieve(call: Call, id: str) -> Object:
    refund = call.store.get(KIND, id)
    if refund is None:
        raise no_such(KIND, id, param="id")
    return refund


def listed(call: Call, params: dict[str, Any]) -> Object:
    query = Query(KIND)
    query.created(params.get("created"))
    for name in ("charge", "payment_intent"):
        if name in params:
            query.equal(name, params[name])
    return query.page(call, params, url="/v1/refunds")


def succeed(call: Call, id: str) -> Object:
    """A pending one arrives."""
    refund = retrieve(call, id)
    if refund["status"] != "pending":
        raise StripeError(f"Refund {id} is {refund['status']}, not pending.")
    refund.pop("pending_reason")
    _tell(call, refund, status="succeeded")
    return refund


def fail(call: Call, id: str, *, reason: str = "expired_or_canceled_card") -> Object:
    """The bank sends the money back: the charge counts as not refunded by that amount again."""
    refund = retrieve(call, id)
    if refund["status"] not in ("pending", "succeeded"):
        raise StripeError(f"Refund {id} is {refund['status']} already.")
    refund.pop("pending_reason", None)
    transaction = balance.add(
        call,
        type="refund_failure",
        category="refund_failure",
        amount=refund["amount"],
        currency=refund["currency"],
        source=refund["id"],
        words="REFUND FAILED",
    )
    refund.update(failure_balance_transaction=transaction["id"], failure_reason=reason)
    events.emit(call, "refund.failed", {**refund, "status": "failed"})
    _tell(call, refund, status="failed")
    charge = charges.retrieve(call, refund["charge"])
    charges.change(call, charge, amount_refunded=charge["amount_refunded"] - refund["amount"], refunded=False)
    return refund


def _tell(call: Call, refund: Object, *, status: str) -> None:
    previous = {"status": refund["status"]}
    refund["status"] = status
    call.store.save(refund)
    call.store.save_private(refund["id"], {})
    for type in ("refund.updated", "charge.refund.updated"):
        events.emit(call, type, refund, previous=previous)


def settle_due(call: Call, *, ahead: float = 0) -> None:
    """What was to become of refunds by now, or in so many seconds, becomes of them."""
    ways = {"failed": fail, "succeeded": succeed}
    with call.store.transaction():
        for refund in call.store.find(KIND, "json_extract(private, '$.at') <= ?", call.now + ahead):
            ways[call.store.private(refund["id"])["becomes"]](call, refund["id"])


def next_settling(call: Call) -> float | None:
    with call.store.transaction() as connection:
        row = connection.execute(
            "SELECT min(json_extract(private, '$.at')) AS due FROM objects WHERE kind = ?", (KIND,)
        ).fetchone()
    return None if row is None else row["due"]
