"""The session's own questions: up to three, as text, number or list."""

from typing import Any

from payments.simulator.errors import bad_parameter
from payments.simulator.parameters import Field, choice, flag, integer, many, record, text
from payments.simulator.store import Object

LONGEST = 255
LENGTHS: dict[str, Field] = {
    "default_value": text(longest=LONGEST),
    "maximum_length": integer(least=1, most=LONGEST),
    "minimum_length": integer(least=1, most=LONGEST),
}
OPTION = record({"label": text(longest=100), "value": text(longest=100)}, required=["label", "value"])
FIELD: dict[str, Field] = {
    "key": text(longest=200),
    "label": record({"custom": text(longest=50), "type": choice("custom")}, required=["custom", "type"]),
    "type": choice("dropdown", "numeric", "text"),
    "optional": flag(),
    "dropdown": record({"options": many(OPTION, most=200), "default_value": text(longest=100)}, required=["options"]),
    "numeric": record(LENGTHS),
    "text": record(LENGTHS),
}
FIELDS = many(record(FIELD, required=["key", "label", "type"]), most=3)


def make(wanted: list[dict[str, Any]]) -> list[Object]:
    """The session's custom_fields, still without answers."""
    if len({one["key"] for one in wanted}) < len(wanted):
        raise bad_parameter("Each custom field must have a key of its own.", param="custom_fields")
    return [_field(one, place) for place, one in enumerate(wanted)]


def _field(wanted: dict[str, Any], place: int) -> Object:
    kind = wanted["type"]
    given = wanted.get(kind, {})
    if kind == "dropdown":
        if "options" not in given:
            full = f"custom_fields[{place}][dropdown]"
            raise bad_parameter(f"Missing required param: {full}.", param=full, code="parameter_missing")
        inner = {"default_value": given.get("default_value"), "options": given["options"], "value": None}
    else:
        inner = {
            "default_value": given.get("default_value"),
            "maximum_length": given.get("maximum_length"),
            "minimum_length": given.get("minimum_length"),
            "value": None,
        }
    return {
        "key": wanted["key"],
        kind: inner,
        "label": wanted["label"],
        "optional": wanted.get("optional", False),
        "type": kind,
    }


def answered(fields: list[Object], answers: dict[str, str]) -> list[Object]:
    """The same fields with what was typed."""
    filled = []
    for one in fields:
        kind = one["type"]
        filled.append({**one, kind: {**one[kind], "value": answers.get(one["key"]) or None}})
    return filled
