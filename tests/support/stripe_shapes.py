"""Stripe's published shapes: holds what is sent and what is answered against them."""

import copy
import gzip
import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

SPEC = Path(__file__).parent.parent / "data" / "stripe" / "openapi-subset.json.gz"
FORM = "application/x-www-form-urlencoded"

# The data lost every property named "description" (see its README), and the client is one release ahead.
DESCRIBED = {
    "balance_transaction", "charge", "fee", "item", "payment_intent", "payment_method", "refund",
    "payment_pages_checkout_session_invoice_settings",
}  # fmt: skip
ALSO_KNOWN = {"checkout.session": {"allowed_payment_method_types"}}
ALSO_TAKEN = {
    "POST /v1/checkout/sessions": {"allowed_payment_method_types": {"type": "array", "items": {"type": "string"}}}
}
PARAMETERS_WITH_DESCRIPTION = {"payment_intent_data", "product_data"}


@cache
def spec():
    with gzip.open(SPEC) as packed:
        return _nullable(json.load(packed))


def _nullable(node):
    """`nullable: true` beside whatever else becomes anyOf [null, …]."""
    if isinstance(node, list):
        return [_nullable(one) for one in node]
    if not isinstance(node, dict):
        return node
    node = {key: _nullable(value) for key, value in node.items()}
    if node.pop("nullable", False) is True:
        return {"anyOf": [{"type": "null"}, node]}
    return node


@cache
def _validator(name):
    """Of one schema, with every object closed: a key that is not among its properties is an error."""
    schemas = copy.deepcopy(spec()["components"]["schemas"])
    for one in schemas:
        if one in DESCRIBED:
            schemas[one]["properties"]["description"] = {"type": ["string", "null"]}
        for also in ALSO_KNOWN.get(one, ()):
            schemas[one]["properties"][also] = {"type": ["array", "null"], "items": {"type": "string"}}
    whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": _closed(schemas)}}
    return Draft202012Validator(whole)


def _closed(node):
    if isinstance(node, list):
        return [_closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    node = {key: _closed(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and "type" in node and "additionalProperties" not in node:
        node["additionalProperties"] = False
    return node


def errors(value):
    """What is wrong with an answer of Stripe's: an object, a list, an error, an event. Expanded objects are
    looked at by themselves and stand as their ids where they were."""
    if "error" in value:
        return _errors("error", value)
    found = []
    flat = _collapse(value, found, top=True)
    if flat["object"] == "list":
        return found + _list_errors(flat)
    if flat["object"] == "event":
        found += errors(flat["data"]["object"])
    return found + _errors(flat["object"], flat)


def _list_errors(flat):
    keys = {"object", "data", "has_more", "url"}
    found = [f"list: keys {sorted(flat)}"] if set(flat) != keys else []
    for one in flat["data"]:
        found += errors(one)
    return found


EXPANDABLE = {"payment_intent", "latest_charge", "balance_transaction", "charge", "failure_balance_transaction"}


def _collapse(value, found, *, top=False):
    if isinstance(value, list):
        return [_collapse(one, found) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("object") == "event":
        return value
    flat = {}
    for key, one in value.items():
        if key in EXPANDABLE and isinstance(one, dict):
            found += errors(one)
            one = one["id"]
        flat[key] = _collapse(one, found)
    return flat


def _errors(name, value):
    return [
        f"{name} at {'.'.join(str(step) for step in error.absolute_path) or '(top)'}: {error.message[:300]}"
        for error in _leaves(_validator(name).iter_errors(value))
    ]


def _leaves(errors):
    """The errors inside anyOf say more than "is not valid under any of the given schemas"."""
    for error in errors:
        if error.context:
            deepest = max(error.context, key=lambda inner: len(inner.absolute_path))
            yield deepest if len(deepest.absolute_path) > len(error.absolute_path) else error
        else:
            yield error


def request_errors(method, path, sent):
    """What is wrong with decoded form parameters: names that the endpoint does not take, values that do not
    fit. Numbers and booleans arrive as text."""
    name, operation = _operation(method, path)
    if operation is None:
        return [f"{method} {path} is no endpoint of Stripe's"]
    if method == "GET":
        properties = {one["name"]: one["schema"] for one in operation["parameters"] if one["in"] == "query"}
    else:
        properties = dict(operation["requestBody"]["content"][FORM]["schema"]["properties"])
    properties |= ALSO_TAKEN.get(name, {})
    return _object_errors("", {"properties": properties}, sent)


def _operation(method, path):
    for pattern, operations in spec()["paths"].items():
        parts, asked = pattern.split("/"), path.split("/")
        if len(parts) == len(asked) and all(
            part.startswith("{") or part == one for part, one in zip(parts, asked, strict=True)
        ):
            return f"{method} {pattern}", operations.get(method.lower())
    return "", None


def _object_errors(inside, schema, sent):
    properties = dict(schema.get("properties", {}))
    if inside.rsplit("[", 1)[-1].rstrip("]") in PARAMETERS_WITH_DESCRIPTION:
        properties["description"] = {"type": "string"}
    if not properties:
        return []
    found = [f"{inside}[{one}] is missing" for one in schema.get("required", []) if one not in sent]
    for key, value in sent.items():
        full = f"{inside}[{key}]" if inside else key
        if key not in properties:
            found.append(f"{full} is unknown")
        else:
            found += _value_errors(full, properties[key], value)
    return found


def _value_errors(full, schema, value):
    if "anyOf" in schema:
        tries = [_value_errors(full, one, value) for one in schema["anyOf"]]
        return [] if [] in tries else min(tries, key=len)
    kind = schema.get("type")
    if kind == "array":
        items = value.values() if isinstance(value, dict) else [value]
        return [error for one in items for error in _value_errors(full, schema["items"], one)]
    if kind == "object" or "properties" in schema:
        return _object_errors(full, schema, value) if isinstance(value, dict) else [f"{full} is no object"]
    return _text_errors(full, schema, kind, value)


def _text_errors(full, schema, kind, value):
    good = isinstance(value, str) and {
        "integer": value.lstrip("-").isdigit(),
        "boolean": value in ("true", "false"),
    }.get(kind, True)
    if not good or ("enum" in schema and value not in schema["enum"]):
        return [f"{full} = {value!r} does not fit"]
    if len(value) > schema.get("maxLength", len(value)):
        return [f"{full} is too long"]
    return []
