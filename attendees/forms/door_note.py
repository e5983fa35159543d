from django import forms

from foundation.lib.form_fields import LineField


class DoorNoteForm(forms.Form):
    words = LineField(
        label="Note for the door",
        help_text="Read at the door when they come in. For example: speaks first, please bring to the front.",
        required=False,
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Use 140 characters or fewer"},
    )
