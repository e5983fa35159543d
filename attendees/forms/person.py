from django import forms

from foundation.lib.form_fields import EmailField, LineField


class PersonNoteForm(forms.Form):
    words = LineField(
        label="A note for the hosts",
        max_length=500,
        help_text="The person may ask to read it, so write nothing that you would not say.",
        error_messages={"required": "Enter the note"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NotWelcomeForm(forms.Form):
    reason = LineField(
        label="Why?",
        max_length=300,
        help_text="Hosts of this series see it, with your name and the day. The person may ask to read it.",
        error_messages={"required": "Enter why"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OtherAddressForm(forms.Form):
    email = EmailField(
        label="The other e-mail address",
        error_messages={"required": "Enter the other address"},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
