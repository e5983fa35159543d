"""Wishes for the tables: a friend's letters, and what a host enters."""

from collections.abc import Sequence
from typing import Any

from django import forms

from attendees.models import Ticket
from foundation.lib.form_fields import LineField
from networking.domain.wishes_desk import ABOUT_TWO, DESK_KINDS, WORDS


class FriendForm(forms.Form):
    letters = LineField(
        label="The six letters on your friend’s ticket",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Enter the letters on your friend’s ticket"},
    )


class DeskWishForm(forms.Form):
    """What a host was told, about one or two of these tickets' people."""

    kind = forms.ChoiceField(
        label="What is wished?",
        choices=[(kind, WORDS[kind][:1].upper() + WORDS[kind][1:]) for kind in DESK_KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wished"},
    )
    one = forms.ChoiceField(label="For whom?", error_messages={"required": "Choose for whom"})
    other = forms.ChoiceField(label="And with whom?", required=False)

    def __init__(self, *args: Any, people: Sequence[Ticket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(ticket.pk): ticket for ticket in people}
        choices = [("", "Choose"), *((pk, ticket.name) for pk, ticket in self.people.items())]
        for name in ("one", "other"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("kind") in ABOUT_TWO and said.get("one") and said.get("other") in ("", None, said["one"]):
            self.add_error("other", "Choose somebody else")
        return said

    @property
    def said(self) -> dict[str, Any]:
        """kind, and the two tickets; the second is None where nobody was chosen."""
        typed = self.cleaned_data
        return {"kind": typed["kind"], "one": self.people[typed["one"]], "other": self.people.get(typed["other"])}
