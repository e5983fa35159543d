"""How the room is to be mixed, where its tables stand, and what a round starts with."""

from typing import Any

from django import forms

from foundation.lib.form_fields import CountField, LineField
from networking.domain import tables


def _between(least: int, most: int) -> dict[str, Any]:
    sentence = f"Enter {least} to {most}"
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)
    return {"min_value": least, "max_value": most, "error_messages": wrong}


class RoomPlanForm(forms.Form):
    group_size = CountField(
        label="People at a table", help_text="About so many: tables differ by one person at most.", **_between(3, 10)
    )
    rounds = CountField(label="Rounds", **_between(1, 8))
    minutes = CountField(label="Minutes in each round", **_between(3, 60))
    activity_minutes = CountField(
        label="Minutes for the activity", help_text="Before the rounds, when you have chosen one.", **_between(1, 60)
    )


class TablePlacesForm(forms.Form):
    """A line for each table, which its colour and shape name; `where` gives what was typed by number."""

    def __init__(self, *args: Any, numbers: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = numbers
        for number in numbers:
            self.fields[f"table_{number}"] = LineField(label=tables.look(number).name, max_length=40, required=False)

    @property
    def where(self) -> dict[int, str]:
        return {number: self.cleaned_data[f"table_{number}"] for number in self.numbers}


class OpenerForm(forms.Form):
    opener = LineField(
        label="Start with",
        max_length=200,
        required=False,
        help_text="One easy question that everybody can answer. Empty takes the usual one.",
    )
