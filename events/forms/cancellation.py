from django import forms

from foundation.lib.form_fields import LineField


class CancellationForm(forms.Form):
    reason = LineField(
        label="Why?",
        max_length=300,
        required=False,
        help_text="Everybody who has a place reads this, and so does the evening's page.",
    )
