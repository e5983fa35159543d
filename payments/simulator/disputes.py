"""Disputes: the payer's bank takes the money back and asks questions later."""

from typing import Any

from payments.simulator import balance, charges, events, ids
from payments.simulator.call import Call
from payments.simulator.errors import StripeError, no_such
from payments.simulator.store import Object

KIND = "dispute"
DAYS_TO_ANSWER = 9
EVIDENCE = (
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
)


def retrieve(call: Call, id: str) -> Object:
    dispute = call.store.get(KIND, id)
    if dispute is None:
        raise no_such(KIND, id, param="dispute")
    return dispute


def open(call: Call, charge: Object, *, reason: str = "fraudulent", amount: int | None = None) -> Object:
    """The money and a fee leave the balance at once."""
    if charge["status"] != "succeeded" or charge["disputed"]:
        raise StripeError(f"Charge {charge['id']} cannot be disputed (again).")
    amount = charge["amount"] if amount is None else amount
    if not 0 < amount <= charge["amount"]:
        raise StripeError("A dispute is about more than nothing and at most the charge.", param="amount")
    id = ids.new("du")
    withdrawn = balance.add(
        call,
        type="adjustment",
        category="dispute",
        amount=-amount,
        currency=charge["currency"],
        source=id,
        fee=balance.DISPUTE_FEE,
        words=f"Chargeback withdrawal for {charge['id']}",
    )
    dispute = _dispute(call, id, charge, amount, reason, withdrawn)
    call.store.add(dispute)
    charges.change(call, charge, disputed=True)
    events.emit(call, "charge.dispute.created", dispute)
    events.emit(call, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def _dispute(call: Call, id: str, charge: Object, amount: int, reason: str, withdrawn: Object) -> Object:
    card: dict[str, Any] = charge["payment_method_details"]["card"]
    return {
        "id": id,
        "object": KIND,
        "amount": amount,
        "balance_transactions": [withdrawn],
        "charge": charge["id"],
        "created": call.now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": call.now + DAYS_TO_ANSWER * 86400,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": card["brand"],
                "case_type": "chargeback",
                "network": card["network"],
                "network_reason_code": "10.4",
            },
            "type": "card",
        },
        "reason": reason,
        "status": "needs_response",
    }


def close(call: Call, id: str, *, won: bool) -> Object:
    """Won: the money comes back, the fee does not."""
    dispute = retrieve(call, id)
    previous = {"status": dispute["status"]}
    if dispute["status"] in ("won", "lost"):
        raise StripeError(f"Dispute {id} is {dispute['status']} already.")
    if won:
        dispute["balance_transactions"].append(_reinstated(call, dispute))
    dispute["status"] = "won" if won else "lost"
    call.store.save(dispute)
    events.emit(call, "charge.dispute.closed", dispute, previous=previous)
    if won:
        events.emit(call, "charge.dispute.funds_reinstated", dispute)
    return dispute


def _reinstated(call: Call, dispute: Object) -> Object:
    return balance.add(
        call,
        type="adjustment",
        category="dispute_reversal",
        amount=dispute["amount"],
        currency=dispute["currency"],
        source=dispute["id"],
        words=f"Chargeback reversal for {dispute['charge']}",
    )
