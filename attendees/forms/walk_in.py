from typing import Any

from django import forms
from django.forms import BoundField

from attendees.domain.guests import MOST_PLACES
from attendees.forms.guest import OnceForm
from foundation.lib.form_fields import EmailField, NameField

TOO_LONG = {"max_length": "The name must be 80 characters or fewer"}
FURTHER = [f"name_{place}" for place in range(2, MOST_PLACES + 1)]


class WalkInForm(OnceForm):
    """People at the door without a place. `over_capacity` is asked only of a host whose room is full."""

    name = NameField(
        label="Name",
        help_text="A first name is enough.",
        error_messages={"required": "Enter a name", **TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = EmailField(
        label="E-mail address",
        required=False,
        help_text="Only if they like: then this evening counts for them, and tomorrow’s mail comes.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    over_capacity = forms.BooleanField(
        label="Let them in although all places are taken",
        required=False,
        help_text="You decide what the room can hold.",
    )

    def __init__(self, *args: Any, may_overfill: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, name in enumerate(FURTHER, start=2):
            self.fields[name] = NameField(
                label=f"Person {place}",
                required=False,
                error_messages=TOO_LONG,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        if not may_overfill:
            del self.fields["over_capacity"]

    @property
    def further(self) -> list[BoundField]:
        """The fields of the people who come with the first."""
        return [self[name] for name in FURTHER]

    @property
    def further_open(self) -> bool:
        return any(self.data.get(name) for name in FURTHER)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody's name, when the form is valid."""
        named = [self.cleaned_data["name"], *(self.cleaned_data[name] for name in FURTHER)]
        return tuple(name for name in named if name)
