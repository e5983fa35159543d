"""What a series and its evenings both ask about places: how many, the price of one, until when it can be given back."""

from django import forms

from foundation.lib.form_fields import CountField
from foundation.lib.form_money import SumField

HOURS = (
    (0, "until it starts"),
    (2, "until 2 hours before"),
    (12, "until 12 hours before"),
    (24, "until 24 hours before"),
    (48, "until 2 days before"),
    (72, "until 3 days before"),
    (168, "until a week before"),
)


def how_many() -> CountField:
    return CountField(
        label="How many places",
        min_value=1,
        max_value=2000,
        error_messages={
            "required": "Enter the number of places",
            "invalid": "Enter a whole number of places",
            "min_value": "Enter at least 1 place",
            "max_value": "Enter 2,000 places at most",
        },
    )


def price_of_one() -> SumField:
    return SumField(
        label="Price of a place",
        help_text="All in: this is what people pay. 0 is free.",
        error_messages={"required": "Enter the price, or 0"},
    )


def refund_rule() -> forms.TypedChoiceField:
    """A choice of whole hours before it starts."""
    return forms.TypedChoiceField(
        label="People can cancel for their money, or move to another date",
        choices=HOURS,
        coerce=int,
        help_text="If you cancel, or move the evening, they always get it back.",
    )
