"""expand[]: ids replaced by what they stand for."""

from collections.abc import Iterable
from typing import Any

from payments.simulator import balance
from payments.simulator.call import Call
from payments.simulator.errors import StripeError, bad_parameter
from payments.simulator.store import Object

DEEPEST = 4
BY_ID = {
    "checkout.session": {"payment_intent": "payment_intent"},
    "payment_intent": {"latest_charge": "charge"},
    "charge": {"balance_transaction": "balance_transaction", "payment_intent": "payment_intent"},
    "refund": {
        "balance_transaction": "balance_transaction",
        "charge": "charge",
        "failure_balance_transaction": "balance_transaction",
        "payment_intent": "payment_intent",
    },
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
}


def expand(call: Call, object: Object, paths: Iterable[str]) -> Object:
    """The object with each dotted path filled in; the stored one stays as it is."""
    for path in paths:
        parts = path.split(".")
        if len(parts) > DEEPEST:
            raise bad_parameter(
                f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}",
                param="expand",
            )
        object = _fill(call, object, parts, path)
    return object


def _fill(call: Call, object: Object, parts: list[str], path: str) -> Object:
    first, rest = parts[0], parts[1:]
    if object.get("object") == "list":
        if first != "data":
            raise _cannot(path)
        if not rest:
            return object
        return {**object, "data": [_fill(call, one, rest, path) for one in object["data"]]}
    value = object.get(first)
    if not isinstance(value, dict):
        value = _found(call, object, first, path)
    if rest and isinstance(value, dict):
        value = _fill(call, value, rest, path)
    return {**object, first: value}


def _found(call: Call, object: Object, name: str, path: str) -> Any:
    kind = object.get("object", "")
    if (kind, name) in LISTS:
        return LISTS[kind, name](call, object)
    target = BY_ID.get(kind, {}).get(name)
    if target is None:
        raise _cannot(path)
    id = object.get(name)
    found = call.store.get(target, id) if id else None
    if found and target == "balance_transaction":
        return balance.current(found, now=call.now)
    return found


def _line_items(call: Call, session: Object) -> Object:
    items = call.store.private(session["id"])["line_items"]
    return _list(items, url=f"/v1/checkout/sessions/{session['id']}/line_items")


def _refunds(call: Call, charge: Object) -> Object:
    found = call.store.find("refund", "json_extract(body, '$.charge') = ?", charge["id"])
    return _list(found, url=f"/v1/charges/{charge['id']}/refunds")


LISTS = {("checkout.session", "line_items"): _line_items, ("charge", "refunds"): _refunds}


def _list(data: list[Object], *, url: str) -> Object:
    return {"object": "list", "data": data[:10], "has_more": len(data) > 10, "url": url}


def _cannot(path: str) -> StripeError:
    return bad_parameter(f"This property cannot be expanded ({path}).", param="expand")
