"""Balance transactions, and the balance that is their sum."""

from datetime import UTC, datetime, timedelta
from typing import Any

from payments.simulator import ids
from payments.simulator.call import Call
from payments.simulator.store import Object

PAYOUT_DAYS = 3
DISPUTE_FEE = 2000


def card_fee(amount: int) -> int:
    """1.5 % and 20 minor units, the price of a UK card; halves go up."""
    return (amount * 15 + 500) // 1000 + 20


def add(
    call: Call, *, type: str, category: str, amount: int, currency: str, source: str, fee: int = 0, words: str
) -> Object:
    """Writes what a charge, refund or dispute did to the balance. `amount` is signed, `fee` is not."""
    details: list[dict[str, Any]] = []
    if fee:
        what = "Stripe processing fees" if type == "charge" else "Dispute fee"
        details.append(
            {
                "amount": fee,
                "application": None,
                "currency": currency,
                "description": what,
                "type": "stripe_fee",
            }
        )
    transaction = {
        "id": ids.new("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": _available_on(call.now),
        "balance_type": "payments",
        "created": call.now,
        "currency": currency,
        "description": words,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": details,
        "net": amount - fee,
        "reporting_category": category,
        "source": source,
        "status": "pending",
        "type": type,
    }
    call.store.add(transaction)
    return transaction


def current(transaction: Object, *, now: int) -> Object:
    """As it is now: pending until its day, then available."""
    status = "available" if transaction["available_on"] <= now else "pending"
    return {**transaction, "status": status}


def retrieve(call: Call) -> Object:
    sums: dict[str, dict[str, int]] = {"available": {"gbp": 0}, "pending": {"gbp": 0}}
    for stored in call.store.find("balance_transaction"):
        transaction = current(stored, now=call.now)
        by_currency = sums[transaction["status"]]
        currency = transaction["currency"]
        by_currency[currency] = by_currency.get(currency, 0) + transaction["net"]
    return {
        "object": "balance",
        "available": _amounts(sums["available"]),
        "livemode": False,
        "pending": _amounts(sums["pending"]),
    }


def _amounts(sums: dict[str, int]) -> list[Object]:
    return [
        {"amount": amount, "currency": currency, "source_types": {"card": amount}} for currency, amount in sums.items()
    ]


def _available_on(created: int) -> int:
    day = datetime.fromtimestamp(created, UTC).replace(hour=0, minute=0, second=0)
    return int((day + timedelta(days=PAYOUT_DAYS)).timestamp())
