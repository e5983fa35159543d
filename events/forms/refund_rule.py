"""Until when a place can be given back for its money."""

from django import forms

HOURS = (
    (0, "until it starts"),
    (2, "until 2 hours before"),
    (12, "until 12 hours before"),
    (24, "until 24 hours before"),
    (48, "until 2 days before"),
    (72, "until 3 days before"),
    (168, "until a week before"),
)


def refund_rule() -> forms.TypedChoiceField:
    """A choice of whole hours."""
    return forms.TypedChoiceField(
        label="People can cancel for their money, or move to another date",
        choices=HOURS,
        coerce=int,
        help_text="If you cancel, or move the evening, they always get it back.",
    )
