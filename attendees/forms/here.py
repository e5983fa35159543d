from typing import Any

from django import forms

from foundation.lib.form_fields import LineField

LETTERS = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class HereForm(forms.Form):
    """Tonight's word, and for who is not signed in the letters of their ticket (or its code, from the ticket page)."""

    letters = LineField(
        label="The letters on your ticket",
        max_length=200,
        help_text="Six of them, under the square picture, like K7 4P QX.",
        error_messages={"required": "Enter the letters on your ticket"},
        widget=forms.TextInput(attrs=LETTERS),
    )
    word = LineField(
        label="Tonight’s word",
        max_length=40,
        help_text="The host says it in the room.",
        error_messages={"required": "Enter tonight’s word", "max_length": "That is too long for tonight’s word"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["letters"]
