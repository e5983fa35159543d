import datetime as dt
from typing import Any

from django import forms

from events.models import Event, Series, Voucher
from foundation.lib import dates
from foundation.lib.form_fields import CountField, LineField
from foundation.lib.form_money import SumField
from foundation.lib.form_times import DayField

SYMBOLS = "-_.&!+"


class VoucherForm(forms.Form):
    """A new code. `values` gives what was typed by the names of Voucher's fields."""

    words = LineField(
        label="The code",
        max_length=30,
        help_text="Short, to be said aloud: FRIENDS or SPEAKER-MAY. Big and small letters are the same.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Enter the code", "max_length": "The code must be 30 characters or fewer"},
    )
    kind = forms.ChoiceField(
        label="What does it do?",
        choices=Voucher.KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the code does"},
    )
    percent = CountField(
        label="Percentage off",
        required=False,
        min_value=1,
        max_value=100,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a whole number from 1 to 100"),
    )
    off = SumField(label="Amount off each place, in pounds", required=False)
    event = forms.TypedChoiceField(label="For which evening?", required=False, coerce=int, empty_value=None)
    most_places = CountField(
        label="For how many places in all?",
        required=False,
        min_value=1,
        max_value=10_000,
        help_text="Leave empty for as many as there are.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a whole number"),
    )
    reserved = CountField(
        label="Places to set aside for it",
        required=False,
        min_value=0,
        max_value=1_000,
        help_text="Nobody else can take them until the code ends. Only for one evening.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a whole number"),
    )
    last_day = DayField(
        label="Last day",
        required=False,
        help_text="Leave empty for no end.",
        error_messages={"invalid": "Enter a date"},
    )
    note = LineField(label="Note for yourselves", max_length=100, required=False, help_text="Who gets it, and why.")

    def __init__(self, *args: Any, series: Series, evenings: list[Event], now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series, self.now = series, now
        choices = [("", "Every evening of the series"), *((event.pk, dates.when(event)) for event in evenings)]
        self.fields["event"].choices = choices  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"]).upper()
        if not all(letter.isalnum() or letter in SYMBOLS for letter in words):
            raise forms.ValidationError("Use letters, numbers and hyphens only")
        return words

    def clean_last_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["last_day"]
        if day and day < self.now.astimezone(self.series.zone).date():
            raise forms.ValidationError("Enter a day that is not over")
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("kind") == Voucher.PERCENT and not said.get("percent") and "percent" not in self.errors:
            self.add_error("percent", "Enter the percentage")
        if said.get("kind") == Voucher.FIXED and not said.get("off") and "off" not in self.errors:
            self.add_error("off", "Enter the amount")
        if said.get("reserved") and not said.get("event"):
            self.add_error("event", "Choose the evening whose places are set aside")
        if said.get("reserved") and (said.get("most_places") or said["reserved"]) < said["reserved"]:
            self.add_error("reserved", "Set aside no more places than the code is for")
        return said

    @property
    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        value = {Voucher.PERCENT: said["percent"], Voucher.FIXED: said["off"]}.get(said["kind"])
        return {
            "words": said["words"],
            "kind": said["kind"],
            "value": value or 0,
            "event_id": said["event"],
            "most_places": said["most_places"],
            "reserved": said["reserved"] or 0,
            "ends_at": self._end(said["last_day"]),
            "note": said["note"],
        }

    def _end(self, last_day: dt.date | None) -> dt.datetime | None:
        """Midnight after the last day, in the series' zone."""
        if last_day is None:
            return None
        return dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time(), self.series.zone)
