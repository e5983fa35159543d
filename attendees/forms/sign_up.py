import functools
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from attendees.domain import consents
from foundation.lib import form_codes
from foundation.lib.form_fields import EmailField, LineField, NameField

FASTEST = 2.0  # seconds in which a person fills in two fields
DOOR = "door"


class SignUpForm(forms.Form):
    """The sign-up page: name and e-mail. `website` is a trap that people do not see; `way` is the button pressed."""

    name = NameField(
        label="Your name",
        help_text="As it should stand on your ticket. A first name is enough.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name", "max_length": "Your name must be 80 characters or fewer"},
    )
    email = EmailField(
        label="Your e-mail address",
        help_text="We send your ticket here.",
        error_messages={"required": "Enter your e-mail address"},
    )
    tell_me = forms.BooleanField(
        label=consents.WORDING,
        help_text="A mail now and then. You can stop it with one click.",
        required=False,
    )
    voucher = LineField(
        label="Your code",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"max_length": "A code has 30 characters or fewer"},
    )
    form_code = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    way = forms.CharField(required=False)

    @property
    def at_door(self) -> bool:
        return bool(self.cleaned_data.get("way") == DOOR)

    @property
    def code(self) -> str:
        """The page's one-time code."""
        found = form_codes.read(self.cleaned_data["form_code"])
        return found.code if found else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opened = form_codes.read(cleaned.get("form_code", ""))
        if cleaned.get("website"):
            self._show("website", "")
            self.add_error(None, "Something filled in a field that people do not see. Please send the form once more.")
        elif opened is None or opened.seconds_open < FASTEST:
            self.add_error(None, "That was quick. Please look it over and send it once more.")
        if opened is None:
            self._show("form_code", form_codes.issue())
        return cleaned

    def _show(self, field: str, value: str) -> None:
        """Put `value` into the field when the refused form is shown again."""
        self.data = {**{name: self.data.get(name) for name in self.data}, field: value}


class CompanionForm(forms.Form):
    """One more place; left empty, there is none."""

    name = NameField(
        label="Name",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "The name must be 80 characters or fewer"},
    )
    email = EmailField(
        label="E-mail address",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="With one, they get the ticket themselves.",
    )

    @property
    def drawn(self) -> SafeString:
        """Its fields; while nobody typed anything they are the same on every page, and drawn once."""
        return self.render() if self.is_bound else _drawn_empty(self.prefix or "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("email") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter the name of the person with this e-mail address")
        return cleaned


@functools.cache
def _drawn_empty(prefix: str) -> SafeString:
    return CompanionForm(prefix=prefix).render()
