from django import forms

from foundation.lib.form_fields import EmailField


class NewAddressForm(forms.Form):
    """Where the ticket should go, or where it went."""

    email = EmailField(label="Your e-mail address", error_messages={"required": "Enter your e-mail address"})


class CodeForm(forms.Form):
    """The mailed code."""

    code = forms.CharField(
        label="The six digits from the mail",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "letters", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Enter the six digits from the mail",
            "max_length": "Enter the six digits from the mail",
        },
    )
