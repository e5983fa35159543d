from django import forms

from foundation.lib.form_fields import EmailField


class NewAddressForm(forms.Form):
    """Where the ticket should go, or where it went."""

    email = EmailField(label="Your e-mail address", error_messages={"required": "Enter your e-mail address"})
