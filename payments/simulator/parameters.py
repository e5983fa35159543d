"""Reading parameters: each endpoint states what it takes, anything else is refused as Stripe refuses it."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from payments.simulator.errors import StripeError, bad_parameter, not_simulated

INTEGER = re.compile(r"-?\d{1,15}")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(:[0-9]+)?")
LARGEST = 99_999_999

Field = Callable[[Any, str], Any]
"""Takes what was sent and the parameter's full name; gives the value or raises StripeError."""


def text(*, longest: int = 5000) -> Field:
    def read(raw: Any, name: str) -> str:
        if not isinstance(raw, str):
            raise bad_parameter("Invalid string: {...}", param=name)
        if raw == "":
            raise bad_parameter(
                f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a "
                f"parameter; however '{name}' cannot be unset. You should remove '{name}' from your request "
                "or supply a non-empty value.",
                param=name,
                code="parameter_invalid_empty",
            )
        if len(raw) > longest:
            raise bad_parameter(f"Invalid string: {name} must be at most {longest} characters", param=name)
        return raw

    return read


def integer(*, least: int | None = None, most: int = LARGEST) -> Field:
    def read(raw: Any, name: str) -> int:
        if not isinstance(raw, str) or not INTEGER.fullmatch(raw):
            raise bad_parameter(f"Invalid integer: {raw}", param=name, code="parameter_invalid_integer")
        value = int(raw)
        if least is not None and value < least:
            raise bad_parameter(
                f"This value must be greater than or equal to {least}.",
                param=name,
                code="parameter_invalid_integer",
            )
        if value > most:
            raise bad_parameter(
                f"This value must be less than or equal to {most}.",
                param=name,
                code="parameter_invalid_integer",
            )
        return value

    return read


def flag() -> Field:
    def read(raw: Any, name: str) -> bool:
        if raw not in ("true", "false"):
            raise bad_parameter(f"Invalid boolean: {raw}", param=name)
        return bool(raw == "true")

    return read


def choice(*known: str, refused: Mapping[str, str] | None = None) -> Field:
    """One of `known`; one of `refused` is Stripe's but not simulated: its value says what it would be."""

    def read(raw: Any, name: str) -> str:
        if refused and raw in refused:
            raise not_simulated(refused[raw], param=name)
        if raw not in known:
            raise bad_parameter(f"Invalid {name}: must be one of {', '.join(known)}", param=name)
        return str(raw)

    return read


def only(value: str, *, otherwise: str) -> Field:
    """Stripe takes more; the simulator takes this one value and says what it cannot do."""

    def read(raw: Any, name: str) -> Any:
        if raw != value:
            raise not_simulated(otherwise, param=name)
        return {"true": True, "false": False}.get(value, value)

    return read


def address() -> Field:
    """An absolute http or https URL in ASCII; Stripe's own placeholders in it are left alone. It ends up in
    headers, so its host is letters, digits, dots and a port, nothing else."""

    def read(raw: Any, name: str) -> str:
        url: str = text()(raw, name)
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("http", "https") and bool(HOST.fullmatch(parts.netloc)) and parts.port != 0
        except ValueError:
            good = False
        if not good or not all(" " < letter < "\x7f" for letter in url):
            raise bad_parameter("Not a valid URL", param=name, code="url_invalid")
        return url

    return read


def email() -> Field:
    def read(raw: Any, name: str) -> str:
        value: str = text(longest=512)(raw, name)
        if not EMAIL.fullmatch(value):
            raise bad_parameter(f"Invalid email address: {value}", param=name, code="email_invalid")
        return value

    return read


def mapping() -> Field:
    """Metadata: at most 50 keys of 40 characters, values of 500; an empty value leaves its key out."""

    def read(raw: Any, name: str) -> dict[str, str]:
        if raw == "":
            return {}
        if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
            raise bad_parameter("Invalid object", param=name)
        if len(raw) > 50:
            raise bad_parameter("Metadata can have up to 50 keys.", param=name)
        for key, value in raw.items():
            if len(key) > 40 or len(value) > 500:
                raise bad_parameter(
                    "Metadata keys can have up to 40 characters and values up to 500.", param=f"{name}[{key}]"
                )
        return {key: value for key, value in raw.items() if value}

    return read


def record(fields: Mapping[str, Field], *, required: Collection[str] = (), rest: str = "") -> Field:
    """`rest` names what the other parts, which Stripe knows, would be for."""

    def read(raw: Any, name: str) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise bad_parameter("Invalid object", param=name)
        for part in raw if rest else ():
            if part not in fields:
                raise not_simulated(rest, param=f"{name}[{part}]")
        return read_all(raw, fields, required=required, inside=name)

    return read


def many(field: Field, *, most: int = 100) -> Field:
    def read(raw: Any, name: str) -> list[Any]:
        if not isinstance(raw, dict) or not all(key.isdigit() for key in raw):
            raise bad_parameter("Invalid array", param=name)
        if len(raw) > most:
            raise bad_parameter(f"Array {name} exceeded maximum {most} allowed elements.", param=name)
        return [field(raw[key], f"{name}[{key}]") for key in sorted(raw, key=int)]

    return read


def missing(what: str) -> Field:
    """Known to Stripe, refused here by name."""

    def read(raw: Any, name: str) -> Any:
        raise not_simulated(what, param=name)

    return read


def renamed(new: str, *, since: str) -> Field:
    """Gone from this API version."""

    def read(raw: Any, name: str) -> Any:
        raise bad_parameter(
            f"Received unknown parameter: {name}. Since {since} it is {new}.",
            param=name,
            code="parameter_unknown",
        )

    return read


def unless_empty(field: Field) -> Field:
    """An empty value unsets: None."""

    def read(raw: Any, name: str) -> Any:
        return None if raw == "" else field(raw, name)

    return read


def read_all(
    raw: Mapping[str, Any],
    fields: Mapping[str, Field],
    *,
    required: Collection[str] = (),
    inside: str = "",
) -> dict[str, Any]:
    """The values of what was sent; unknown and missing ones are refused by name."""

    def full(name: str) -> str:
        return f"{inside}[{name}]" if inside else name

    unknown = [full(name) for name in raw if name not in fields]
    if unknown:
        raise _unknown(unknown)
    for name in required:
        if name not in raw:
            raise bad_parameter(f"Missing required param: {full(name)}.", param=full(name), code="parameter_missing")
    return {name: fields[name](value, full(name)) for name, value in raw.items()}


def _unknown(names: list[str]) -> StripeError:
    words = "parameter" if len(names) == 1 else "parameters"
    return bad_parameter(f"Received unknown {words}: {', '.join(names)}", param=names[0], code="parameter_unknown")
