"""One act as a phone at the door sends it. Prices, names of helpers and times of day are never taken from it."""

import datetime as dt
from typing import Any

from django import forms

from attendees.domain.guests import MOST_PLACES
from attendees.models import DoorAct
from foundation.lib.form_fields import NameField
from payments.models import TillEntry

NONCE = r"^[0-9a-z]{26}$"
DIGEST = r"^[0-9a-f]{32}$"
LONGEST_TYPED = 4096


class DoorPhoneForm(forms.Form):
    """Which phone tells us something, and how many acts it keeps yet."""

    phone = forms.RegexField(NONCE)
    unsent = forms.IntegerField(min_value=0, max_value=10**6)


class DoorActForm(forms.Form):
    """`ago` is how many milliseconds ago it was. Which of the others matter depends on `kind`.

    Of a `ticket` on its list a phone tells by which `code` (its digest) or `name` it was found there; `unchecked`: what
    was `typed` or scanned was let in though the list did not know it.
    """

    nonce = forms.RegexField(NONCE)
    kind = forms.ChoiceField(choices=DoorAct.KINDS)
    ago = forms.IntegerField(min_value=0, max_value=10**10)
    ticket = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    order = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    code = forms.RegexField(DIGEST, required=False)
    name = forms.CharField(max_length=200, required=False)
    unchecked = forms.BooleanField(required=False)
    typed = forms.CharField(max_length=LONGEST_TYPED, required=False)
    undoes = forms.RegexField(NONCE, required=False)
    people = forms.JSONField(required=False)
    way = forms.ChoiceField(choices=[(TillEntry.CASH, "cash"), (TillEntry.CARD, "card")], required=False)
    given = forms.IntegerField(min_value=1, max_value=10**8, required=False)
    over = forms.BooleanField(required=False)

    def clean_people(self) -> tuple[str, ...]:
        named = self.cleaned_data["people"] or []
        if not isinstance(named, list) or len(named) > MOST_PLACES or not all(isinstance(one, str) for one in named):
            raise forms.ValidationError(f"One to {MOST_PLACES} names")
        return tuple(NameField(max_length=80).clean(one) for one in named)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == DoorAct.CHECK_IN and not (cleaned.get("ticket") or cleaned.get("typed")):
            raise forms.ValidationError("A check-in names a ticket")
        if kind == DoorAct.UNDO and not (cleaned.get("ticket") or cleaned.get("undoes")):
            raise forms.ValidationError("An undo names what it takes back")
        if kind == DoorAct.WALK_IN and not cleaned.get("people"):
            raise forms.ValidationError("Somebody walks in")
        if kind == DoorAct.PAID and not (cleaned.get("order") and cleaned.get("way")):
            raise forms.ValidationError("A payment names who pays and how")
        return cleaned

    @property
    def how_long_ago(self) -> dt.timedelta:
        return dt.timedelta(milliseconds=self.cleaned_data["ago"])
