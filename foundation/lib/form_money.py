"""A form field for sums of money."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LEAST_BY_CARD = 30  # pence; Stripe takes no less: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts


class SumField(forms.DecimalField):
    """An amount typed in pounds ("5", "£12.50"); in minor units (500) everywhere else. Free, or enough for a card."""

    def __init__(self, **options: Any) -> None:
        unclear = "Enter an amount like 5 or 12.50"
        messages = dict.fromkeys(("invalid", "min_value", "max_digits", "max_decimal_places"), unclear)
        messages |= {"max_value": "Enter 1,000 at most", **options.pop("error_messages", {})}
        super().__init__(
            min_value=0, max_value=1000, max_digits=6, decimal_places=2, error_messages=messages, **options
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value.strip().lstrip("£€ ") if isinstance(value, str) else value)
        if typed is None:
            return None
        amount = int(typed * 100)
        if 0 < amount < LEAST_BY_CARD:
            raise ValidationError(f"Enter 0 for free, or at least 0.{LEAST_BY_CARD}")
        return amount

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return f"{Decimal(value) / 100:.2f}" if value % 100 else str(value // 100)
