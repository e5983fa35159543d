"""What a session sells: its line items, with a price of their own made on the way."""

from typing import Any

from payments.simulator import ids, money
from payments.simulator.call import Call
from payments.simulator.errors import bad_parameter, not_simulated
from payments.simulator.parameters import (
    Field,
    address,
    choice,
    integer,
    many,
    mapping,
    missing,
    only,
    record,
    text,
)
from payments.simulator.store import Object

PRODUCT: dict[str, Field] = {
    "name": text(),
    "description": text(),
    "images": many(address(), most=8),
    "metadata": mapping(),
    "tax_code": missing("tax codes"),
    "unit_label": text(longest=12),
}
PRICE: dict[str, Field] = {
    "currency": text(longest=3),
    "unit_amount": integer(least=0),
    "product_data": record(PRODUCT, required=["name"]),
    "product": missing("products kept at Stripe"),
    "recurring": missing("subscriptions"),
    "tax_behavior": choice("inclusive", "exclusive", "unspecified"),
    "unit_amount_decimal": missing("fractions of a penny"),
}
ITEM: dict[str, Field] = {
    "price_data": record(PRICE, required=["currency"]),
    "quantity": integer(least=1, most=999_999),
    "metadata": mapping(),
    "adjustable_quantity": record(
        {
            "enabled": only("false", otherwise="adjustable quantities"),
            "maximum": integer(),
            "minimum": integer(),
        },
        required=["enabled"],
    ),
    "price": missing("prices kept at Stripe"),
    "tax_rates": missing("tax rates"),
}
ITEMS = many(record(ITEM))


def make(call: Call, wanted: list[dict[str, Any]]) -> list[Object]:
    """The items of a session, checked against each other. Nothing is saved."""
    items = [_item(call, one, place) for place, one in enumerate(wanted)]
    if len({item["currency"] for item in items}) > 1:
        raise bad_parameter("All line items must have the same currency.", param="line_items")
    _check_total(sum(item["amount_total"] for item in items), items[0]["currency"])
    return items


def _check_total(total: int, currency: str) -> None:
    if total == 0:
        raise not_simulated("sessions without anything to pay", param="line_items")
    smallest = money.SMALLEST[currency]
    if total < smallest:
        raise bad_parameter(
            "The Checkout Session's total amount due must add up to at least "
            f"{money.words(smallest, currency)} {currency}",
            param="line_items",
            code="amount_too_small",
        )
    if total > 99_999_999:
        raise bad_parameter(
            f"The Checkout Session's total amount due must be no more than "
            f"{money.words(99_999_999, currency)} {currency}",
            param="line_items",
            code="amount_too_large",
        )


def _item(call: Call, wanted: dict[str, Any], place: int) -> Object:
    name = f"line_items[{place}]"
    for part, inside in (("price_data", wanted), ("quantity", wanted)):
        if part not in inside:
            raise bad_parameter(
                f"Missing required param: {name}[{part}].", param=f"{name}[{part}]", code="parameter_missing"
            )
    price = wanted["price_data"]
    for part in ("product_data", "unit_amount"):
        if part not in price:
            full = f"{name}[price_data][{part}]"
            raise bad_parameter(f"Missing required param: {full}.", param=full, code="parameter_missing")
    currency = price["currency"].lower()
    if currency not in money.SIGNS:
        raise bad_parameter(
            f"Invalid currency: {currency}. The simulator knows these currencies: {', '.join(money.SIGNS)}",
            param=f"{name}[price_data][currency]",
        )
    total = price["unit_amount"] * wanted["quantity"]
    return {
        "id": ids.new("li"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": currency,
        "description": price["product_data"]["name"],
        "metadata": wanted.get("metadata", {}),
        "price": _price(call, price, currency),
        "quantity": wanted["quantity"],
    }


def _price(call: Call, wanted: dict[str, Any], currency: str) -> Object:
    return {
        "id": ids.new("price"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": call.now,
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": ids.new("prod", length=14),
        "recurring": None,
        "tax_behavior": wanted.get("tax_behavior", "unspecified"),
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": wanted["unit_amount"],
        "unit_amount_decimal": str(wanted["unit_amount"]),
    }
