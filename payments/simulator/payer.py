"""Who pays: what the hosted page collects."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Payer:
    """What was typed and found right. `answers` are the session's own questions, by key."""

    email: str
    name: str | None = None
    phone: str | None = None
    address: dict[str, str | None] = field(default_factory=dict)
    business_name: str | None = None
    individual_name: str | None = None
    tax_ids: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    month: int = 12
    year: int = 2040

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    def full_address(self) -> dict[str, str | None]:
        parts = ("city", "country", "line1", "line2", "postal_code", "state")
        return {part: self.address.get(part) for part in parts}

    def billing_details(self) -> dict[str, Any]:
        return {
            "address": self.full_address(),
            "email": self.email,
            "name": self.name,
            "phone": self.phone,
            "tax_id": None,
        }

    def customer_details(self) -> dict[str, Any]:
        return {
            "address": self.full_address(),
            "business_name": self.business_name,
            "email": self.email,
            "individual_name": self.individual_name,
            "name": self.business_name or self.individual_name or self.name,
            "phone": self.phone,
            "tax_exempt": "none",
            "tax_ids": self.tax_ids,
        }
