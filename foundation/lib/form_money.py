"""A form field for sums of money."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LEAST_BY_CARD = 30  # pence; Stripe takes no less: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts


class CashField(forms.DecimalField):
    """An amount typed in pounds ("5", "£12.50"), in minor units (500) everywhere else; at most `most` pounds."""

    def __init__(self, *, most: int = 100_000, **options: Any) -> None:
        unclear = "Enter an amount like 5 or 12.50"
        messages = dict.fromkeys(("invalid", "min_value", "max_digits", "max_decimal_places"), unclear)
        messages |= {"max_value": f"Enter {most:,} at most", **options.pop("error_messages", {})}
        super().__init__(
            min_value=0, max_value=most, max_digits=8, decimal_places=2, error_messages=messages, **options
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value.strip().lstrip("£€ ") if isinstance(value, str) else value)
        return None if typed is None else int(typed * 100)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return f"{Decimal(value) / 100:.2f}" if value % 100 else str(value // 100)


class SumField(CashField):
    """A price: free, or enough for a card."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=1000, **options)

    def clean(self, value: Any) -> int | None:
        amount = super().clean(value)
        if amount and amount < LEAST_BY_CARD:
            raise ValidationError(f"Enter 0 for free, or at least 0.{LEAST_BY_CARD}")
        return amount
