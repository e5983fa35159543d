from typing import Any

from django import forms

from foundation.lib import form_codes
from foundation.lib.form_fields import EmailField, NameField

STALE = "This page was too old. Please look at it and send it again"


class OnceForm(forms.Form):
    """A form that counts once however often it is sent, by the code in its hidden field."""

    form_code = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_code"].initial = form_codes.issue

    def clean_form_code(self) -> str:
        """The code itself; a page whose code is not ours is shown again with a new one."""
        found = form_codes.read(self.cleaned_data["form_code"])
        if found is None:
            self.data = {**{name: self.data.get(name) for name in self.data}, "form_code": form_codes.issue()}
            raise forms.ValidationError(STALE)
        return found.code


class GuestForm(OnceForm):
    """Somebody the host puts on the list. `over_capacity` is asked only when the room is full."""

    name = NameField(
        label="Their name",
        error_messages={"required": "Enter their name", "max_length": "The name must be 80 characters or fewer"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = EmailField(
        label="Their e-mail address",
        required=False,
        help_text="With one, they get a ticket by mail, and count as a person who comes again.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    over_capacity = forms.BooleanField(
        label="Let them in although all places are taken",
        required=False,
        help_text="You decide what the room can hold.",
    )

    def __init__(self, *args: Any, is_full: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_full:
            del self.fields["over_capacity"]
