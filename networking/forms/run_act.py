"""One act of the run-sheet, from a button of the page or from a phone's queue."""

import datetime as dt
from typing import Any

from django import forms

from networking.domain import run_acts
from networking.domain.run_acts import Act
from networking.models import RunSheet

NONCE = r"^[0-9a-z]{26}$"


class RunActForm(forms.Form):
    """`seen` is an ISO time with its zone. Which of the others matter depends on `kind`."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in run_acts.KINDS])
    step = forms.ChoiceField(choices=RunSheet.STEPS, required=False)
    round = forms.IntegerField(min_value=1, max_value=99, required=False)
    seen = forms.CharField(max_length=40, required=False)

    def clean_seen(self) -> dt.datetime | None:
        typed = self.cleaned_data["seen"]
        try:
            found = dt.datetime.fromisoformat(typed) if typed else None
        except ValueError as error:
            raise forms.ValidationError("A time with its zone") from error
        if found is not None and found.tzinfo is None:
            raise forms.ValidationError("A time with its zone")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == run_acts.STEP and not cleaned.get("step"):
            raise forms.ValidationError("A step has a name")
        if kind in run_acts.ABOUT_A_ROUND and not cleaned.get("round"):
            raise forms.ValidationError("A round has a number")
        return cleaned

    @property
    def act(self) -> Act:
        said = self.cleaned_data
        return Act(said["kind"], step=said["step"], round=said["round"] or 0, seen=said["seen"])


class ToldActForm(RunActForm):
    """An act with the phone's own name for it, done `ago` milliseconds ago."""

    nonce = forms.RegexField(NONCE)
    ago = forms.IntegerField(min_value=0, max_value=10**10)

    @property
    def how_long_ago(self) -> dt.timedelta:
        return dt.timedelta(milliseconds=self.cleaned_data["ago"])
