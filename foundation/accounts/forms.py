from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
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
        error_messages={
            "required": "Enter the six digits from the mail",
            "max_length": "Enter the six digits from the mail",
        },
    )


class Worded(forms.Form):
    """A form of allauth that says what is missing, where allauth says "This field is required." of each field."""

    MISSING = {
        "code": "Enter the code",
        "email": "Enter an e-mail address",
        "login": "Enter your e-mail address",
        "oldpassword": "Enter the password you have now",
        "password": "Enter your password",
        "password1": "Enter the new password",
        "password2": "Enter the new password once more",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages["required"] = self.MISSING.get(name, field.error_messages["required"])


class LoginForm(Worded, account.LoginForm):
    pass


class AddEmailForm(Worded, account.AddEmailForm):
    pass


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    pass


class SetPasswordForm(Worded, account.SetPasswordForm):
    pass


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    pass


class ConfirmEmailForm(Worded, account.ConfirmEmailVerificationCodeForm):
    pass


class SecondFactorForm(Worded, mfa.AuthenticateForm):
    pass


class SecondFactorAgainForm(Worded, mfa.ReauthenticateForm):
    pass


class ActivateAppForm(Worded, totp.ActivateTOTPForm):
    pass
