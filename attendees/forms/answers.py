"""What somebody may tell us, and need not."""

from collections.abc import Sequence
from typing import Any

from django import forms

from attendees.models import SignUp, Ticket
from foundation.lib.form_fields import LineField


class AnswersForm(forms.Form):
    """Two of the three optional questions after a place is taken; the third is asked of the room."""

    sector = forms.ChoiceField(
        label="Which sector do you work in?", choices=[("", "Not said"), *SignUp.SECTORS], required=False
    )
    years = forms.ChoiceField(
        label="How long have you been in the job?",
        choices=[*SignUp.YEARS, ("", "Not said")],
        required=False,
        widget=forms.RadioSelect,
    )


class AccessNeedForm(forms.Form):
    """One line for each of these tickets' people."""

    def __init__(self, *args: Any, tickets: Sequence[Ticket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tickets = tickets
        for ticket in tickets:
            told = getattr(ticket, "access_need", None)
            self.fields[self.field_of(ticket)] = LineField(
                label=f"What does {ticket.name} need?",
                required=False,
                max_length=300,
                initial=told.words if told else "",
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
                error_messages={"max_length": "Use 300 characters or fewer"},
            )

    @staticmethod
    def field_of(ticket: Ticket) -> str:
        return f"need-{ticket.seat}"

    @property
    def told(self) -> list[tuple[Ticket, str]]:
        return [(ticket, self.cleaned_data[self.field_of(ticket)]) for ticket in self.tickets]
