from typing import Any

from django import forms

from foundation.lib.form_fields import LineField
from networking.models import Feedback

NOT_SAID = ("", "Rather not say")


def _question(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        empty_value=None,
        required=False,
        choices=[*reversed(Feedback.ANSWERS), NOT_SAID],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the answers"},
    )


class FeedbackForm(forms.Form):
    """Three questions and one sentence, each optional, but not all left out."""

    met = _question("Did you meet somebody you would like to see again?")
    included = _question("Did you always have somebody to talk to?")
    again = _question("Would you come again?")
    words = LineField(
        label="One sentence for the host",
        help_text="The host reads it without your name.",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Use 500 characters or fewer"},
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(said.values()):
            self.add_error("met", "Answer at least one of the questions")
        return said
