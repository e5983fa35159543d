from typing import Any

from django import forms

from events.models import Venue
from foundation.lib.form_fields import LineField
from foundation.lib.form_words import WordsField

STEP_FREE = (("", "Not known yet"), ("yes", "Yes"), ("no", "No"))
SAID = {"": None, "yes": True, "no": False}


class VenueForm(forms.Form):
    """`values` gives what was typed by the names of Venue's fields."""

    name = LineField(
        label="Name",
        max_length=100,
        help_text="With the room, if it matters: The Market Porter, upstairs.",
        error_messages={"required": "Enter the name of the place"},
    )
    address = LineField(
        label="Address",
        max_length=200,
        error_messages={"required": "Enter the address"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),  # the venue's, not the one the browser knows
    )
    postcode = LineField(
        label="Postcode",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "autocapitalize": "characters"}),
    )
    entrance = WordsField(
        label="How to get in",
        required=False,
        max_length=1000,
        rows=3,
        help_text="Which door, which stairs, whom to ask.",
    )
    step_free = forms.ChoiceField(
        label="Can people get in without steps?", choices=STEP_FREE, required=False, widget=forms.RadioSelect
    )
    map_url = forms.URLField(
        label="Link to a map",
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter an address that begins with https://"},
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def clean_map_url(self) -> str:
        url = str(self.cleaned_data["map_url"])
        if url and not url.startswith("https://"):
            raise forms.ValidationError("Enter an address that begins with https://")
        return url

    @property
    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "step_free": SAID[self.cleaned_data["step_free"]]}


def initial_of(venue: Venue) -> dict[str, Any]:
    """What the form shows of a venue."""
    names = ("name", "address", "postcode", "entrance", "map_url")
    step_free = next(word for word, value in SAID.items() if value is venue.step_free)
    return {**{name: getattr(venue, name) for name in names}, "step_free": step_free}
