"""The form on the hosted page: which fields a session asks for, and what was typed into them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from payments.simulator import cards
from payments.simulator.cards import Card
from payments.simulator.parameters import EMAIL
from payments.simulator.payer import Payer
from payments.simulator.store import Object

EXPIRY = re.compile(r"(\d{1,2})\s*[/ .-]?\s*(\d{4}|\d{2})")
STRANGE = "not a practice card"
OWN = "own-"
UK_VAT = re.compile(r"GB(\d{9}|\d{12})")
COUNTRIES = {
    "GB": "United Kingdom",
    "IE": "Ireland",
    "FR": "France",
    "DE": "Germany",
    "NL": "Netherlands",
    "PL": "Poland",
    "ES": "Spain",
    "US": "United States",
}


@dataclass(frozen=True)
class Field:
    """`options` make it a list. `required` is what the session asks for."""

    id: str
    label: str
    required: bool = True
    hint: str = ""
    type: str = "text"
    autocomplete: str = ""
    numeric: bool = False
    short: bool = False
    fixed: bool = False
    longest: int = 255
    shortest: int = 0
    options: dict[str, str] = field(default_factory=dict)


def fields(session: Object) -> list[Field]:
    """In the order of the page."""
    return [
        Field(
            "email",
            "E-mail address",
            type="email",
            autocomplete="email",
            fixed=bool(session["customer_email"]),
        ),
        Field("number", "Card number", autocomplete="cc-number", numeric=True, longest=30),
        Field("expiry", "Expiry (MM/YY)", autocomplete="cc-exp", short=True),
        Field("cvc", "Security code", autocomplete="cc-csc", numeric=True, short=True, longest=4),
        Field("name", "Name on the card", required=False, autocomplete="cc-name"),
        *_phone(session),
        *_address(session),
        *_names(session),
        *(_own(one) for one in session["custom_fields"]),
    ]


def _phone(session: Object) -> list[Field]:
    if not session["phone_number_collection"]["enabled"]:
        return []
    return [Field("phone", "Phone number", type="tel", autocomplete="tel")]


def _address(session: Object) -> list[Field]:
    if session["billing_address_collection"] != "required":
        return []
    return [
        Field("country", "Country", autocomplete="country", options=COUNTRIES),
        Field("line1", "Address", autocomplete="address-line1"),
        Field("line2", "Address, second line", required=False, autocomplete="address-line2"),
        Field("city", "Town or city", autocomplete="address-level2"),
        Field("postal_code", "Postcode", autocomplete="postal-code", short=True),
    ]


def _names(session: Object) -> list[Field]:
    asked = session.get("name_collection", {})
    found = []
    for who, label, token in (
        ("individual", "Your name", "name"),
        ("business", "Company name", "organization"),
    ):
        settings = asked.get(who, {})
        if settings.get("enabled"):
            found.append(Field(f"{who}_name", label, required=not settings["optional"], autocomplete=token))
    if session["tax_id_collection"]["enabled"]:
        if not any(one.id == "business_name" for one in found):
            found.append(Field("business_name", "Company name", required=False, autocomplete="organization"))
        found.append(Field("vat", "VAT number", required=False, hint="GB and 9 digits", longest=20))
    return found


def _own(one: Object) -> Field:
    kind = one["type"]
    inner = one[kind]
    options = {option["value"]: option["label"] for option in inner.get("options", [])}
    return Field(
        OWN + one["key"],
        one["label"]["custom"],
        required=not one["optional"],
        numeric=kind == "numeric",
        longest=inner.get("maximum_length") or 255,
        shortest=inner.get("minimum_length") or 0,
        options={"": "Choose", **options} if options else {},
    )


def untouched(session: Object) -> dict[str, str]:
    """What the page shows first: the practice card, ready to pay."""
    first = {
        "email": session["customer_email"] or "",
        "number": cards.PRACTICE.spaced,
        "expiry": f"12/{(_today().year + 4) % 100:02d}",
        "cvc": "123",
        "country": "GB",
    }
    for one in session["custom_fields"]:
        first[OWN + one["key"]] = one[one["type"]]["default_value"] or ""
    return first


def of_payer(session: Object, payer: Payer, card: Card) -> dict[str, str]:
    """What the page shows when the payer comes back from the bank: all but the security code was typed."""
    typed = {
        **untouched(session),
        "number": card.spaced,
        "expiry": f"{payer.month:02d}/{payer.year % 100:02d}",
    }
    plain = ("email", "name", "phone", "business_name", "individual_name")
    typed |= {name: getattr(payer, name) or "" for name in plain}
    typed |= {part: value or "" for part, value in payer.address.items()}
    typed |= {OWN + key: value for key, value in payer.answers.items()}
    if payer.tax_ids:
        typed["vat"] = payer.tax_ids[0]["value"]
    return typed


def typed(session: Object, sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent, tidied. A practice button overrules the number; a strange number is dropped."""
    values = {one.id: str(sent.get(one.id, "")).strip() for one in fields(session)}
    if session["customer_email"]:
        values["email"] = session["customer_email"]
    if sent.get("practice_card"):
        values["number"] = sent["practice_card"]
    card = cards.find(values["number"])
    values["number"] = card.spaced if card else (STRANGE if values["number"] else "")
    return values


def problems(session: Object, values: Mapping[str, str]) -> dict[str, str]:
    """One sentence for each field that is wrong, in the order of the page."""
    found = {one.id: _problem(one, values[one.id]) for one in fields(session)}
    return {id: sentence for id, sentence in found.items() if sentence}


def _problem(one: Field, value: str) -> str:
    if not value:
        return _missing(one) if one.required else ""
    if one.options:
        return "" if value in one.options else _missing(one)
    if len(value) > one.longest:
        return f"{one.label} must be {one.longest} characters or fewer"
    if len(value) < one.shortest:
        return f"{one.label} must be {one.shortest} characters or more"
    check = CHECKS.get(one.id)
    if check:
        return check(value)
    if one.numeric and not value.isdigit():
        return f"{one.label} must be a number"
    return ""


def _missing(one: Field) -> str:
    if one.id.startswith(OWN):
        return f"Answer “{one.label}”"
    label = one.label.removesuffix(" (MM/YY)")
    label = label if label.startswith("VAT") else label[0].lower() + label[1:]
    return f"{'Choose' if one.options else 'Enter'} the {label}"


def _check_email(value: str) -> str:
    return "" if EMAIL.fullmatch(value) else "Enter an e-mail address in the right form, like name@example.com"


def _check_number(value: str) -> str:
    return "" if cards.find(value) else "Use one of the practice cards, never a real one"


def _check_cvc(value: str) -> str:
    return "" if re.fullmatch(r"[0-9]{3,4}", value) else "The security code must be 3 or 4 digits"


def _check_expiry(value: str) -> str:
    month, year = expiry(value)
    if not 1 <= month <= 12:
        return "Enter the expiry as month and year, like 12/34"
    today = _today()
    past = (year, month) < (today.year, today.month) or year > today.year + 50
    return "The expiry must be in the future" if past else ""


def _check_vat(value: str) -> str:
    tidy = value.replace(" ", "").upper()
    return "" if UK_VAT.fullmatch(tidy) else "Enter the VAT number as GB and 9 digits, like GB123456789"


CHECKS = {
    "email": _check_email,
    "number": _check_number,
    "expiry": _check_expiry,
    "cvc": _check_cvc,
    "vat": _check_vat,
}


def expiry(value: str) -> tuple[int, int]:
    """Month and full year; (0, 0) if it is neither."""
    match = EXPIRY.fullmatch(value)
    if match is None:
        return 0, 0
    year = int(match[2])
    return int(match[1]), year if year > 99 else 2000 + year


def payer(session: Object, values: Mapping[str, str]) -> Payer:
    """Of values without problems."""
    month, year = expiry(values["expiry"])
    parts = ("line1", "line2", "city", "postal_code")
    vat = values.get("vat", "").replace(" ", "").upper()
    return Payer(
        email=values["email"],
        name=values["name"] or None,
        phone=values.get("phone") or None,
        address={"country": values.get("country", "GB"), **{part: values.get(part) or None for part in parts}},
        business_name=values.get("business_name") or None,
        individual_name=values.get("individual_name") or None,
        tax_ids=[{"type": "gb_vat", "value": vat}] if vat else [],
        answers={id.removeprefix(OWN): value for id, value in values.items() if id.startswith(OWN) and value},
        month=month,
        year=year,
    )


def _today() -> datetime:
    return datetime.now(UTC)
