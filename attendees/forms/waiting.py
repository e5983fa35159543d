"""Joining the waiting list, waiting for fewer, and what a host does with who waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from attendees.forms.sign_up import CompanionForm, SignUpForm
from attendees.models import WaitingListEntry
from foundation.lib import form_codes
from foundation.lib.form_fields import EmailField, LineField


class WaitForm(SignUpForm):
    """Who waits: as who signs up, but nothing is paid and nothing about other dates is asked."""

    email = EmailField(
        label="Your e-mail address",
        help_text="We write to you here when a place is free.",
        error_messages={"required": "Enter your e-mail address"},
    )
    tell_me = voucher = way = None  # type: ignore[assignment]


@dataclass
class WaitPage:
    """The form of who waits, and one for each further place."""

    person: WaitForm
    companions: list[CompanionForm]

    @classmethod
    def fresh(cls, known: Mapping[str, str]) -> "WaitPage":
        """An empty page, but for what is `known` of the person."""
        return cls._make(None, initial={**known, "form_code": form_codes.issue()})

    @classmethod
    def sent(cls, data: Any) -> "WaitPage":
        return cls._make(data)

    @classmethod
    def _make(cls, data: Any, **options: Any) -> "WaitPage":
        further = range(2, WaitingListEntry.MOST_PLACES + 1)
        return cls(WaitForm(data, **options), [CompanionForm(data, prefix=f"place-{place}") for place in further])

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in (self.person, *self.companions)]  # each one: all messages at once
        return all(valid)

    @property
    def companions_open(self) -> bool:
        """Whether somebody else was named, or named wrongly."""
        return any(form.is_bound and (form.errors or form.has_changed()) for form in self.companions)

    @property
    def people(self) -> list[tuple[str, str]]:
        """(name, e-mail or "") of everybody; an address given twice is the first one's."""
        typed = [self.person.cleaned_data, *(form.cleaned_data for form in self.companions)]
        people: list[tuple[str, str]] = []
        for one in typed:
            if one["name"]:
                email = one["email"].lower()
                people.append((one["name"], "" if email in {seen for _, seen in people} else email))
        return people


class FewerForm(forms.Form):
    """Who still comes along with somebody who waits; fewer than before."""

    companions = forms.MultipleChoiceField(
        label="Who comes with you?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave everybody out to come alone.",
    )

    def __init__(self, *args: Any, companions: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.all = list(companions)
        field: Any = self.fields["companions"]
        field.choices = [(str(number), name) for number, (name, _) in enumerate(self.all)]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        return [self.all[int(number)] for number in self.cleaned_data["companions"]]


class ReasonForm(forms.Form):
    """Why a host does something out of order; the team reads it."""

    reason = LineField(
        label="Why?",
        max_length=120,
        help_text="It stands in “Who did what”. The person does not read it.",
        error_messages={"required": "Say why, in a few words", "max_length": "Use 120 characters or fewer"},
    )


class MoveEntryForm(ReasonForm):
    """To which number of the list, and why."""

    to = forms.IntegerField(
        label="New number",
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter a number",
            "invalid": "Enter a whole number",
            "min_value": "Number 1 is the first",
        },
    )
    field_order = ("to", "reason")
