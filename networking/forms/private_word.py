from django import forms

from foundation.lib.form_fields import LineField, too_long

LONGEST = 1000


class PrivateWordForm(forms.Form):
    """What somebody wants to tell the host and nobody else."""

    words = forms.CharField(
        label="What do you want to say?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"required": "Write what you want to say", **too_long(LONGEST)},
    )
    reach = LineField(
        label="How can the host reach you?",
        help_text="A phone number or an address, if you want an answer. Or say nothing: the host sees your name and "
        "finds you in the room.",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
