from django import forms


class AddressForm(forms.Form):
    """Whom to send a sign-in code."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address such as name@example.com",
        },
    )


class CodeForm(forms.Form):
    """The mailed code."""

    code = forms.CharField(
        label="The six digits from the mail",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "letters", "spellcheck": "false"}
        ),
        error_messages={"required": "Enter the six digits from the mail"},
    )
