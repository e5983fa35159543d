from django import forms

from foundation.lib.form_fields import LineField


class NoteForm(forms.Form):
    words = LineField(
        label="Your note",
        help_text="For you alone: nobody else ever sees it, hosts neither.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={"max_length": "Use 500 characters or fewer"},
    )


class PromiseForm(forms.Form):
    words = LineField(
        label="I’ll send you …",
        help_text="For example: the RAID log template. They see it, and we remind you once.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter what you will send", "max_length": "Use 200 characters or fewer"},
    )
