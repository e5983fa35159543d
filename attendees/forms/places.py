"""What a buyer may do with their places: choose some, and say what happens with them."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms

from attendees.models import Ticket
from events.models import Event
from foundation.lib import dates, page_words
from foundation.lib.form_fields import EmailField, NameField
from foundation.lib.money import Money

SAME, ELSE = "same", "else"


class CancelForm(forms.Form):
    """Which of a sign-up's places. Those that went meanwhile may still be named: a double click names them again."""

    places = forms.MultipleChoiceField(
        label="Which places?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one place"},
    )

    def __init__(self, *args: Any, tickets: Sequence[Ticket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tickets = tickets
        self.valid = [ticket for ticket in tickets if ticket.state == Ticket.VALID]
        places = cast(forms.MultipleChoiceField, self.fields["places"])
        if len(self.valid) == 1:
            places.widget, places.initial = forms.MultipleHiddenInput(), [str(self.valid[0].seat)]
        places.choices = [(str(ticket.seat), ticket.name) for ticket in tickets]
        places.widget.choices = [(str(ticket.seat), ticket.name) for ticket in self.valid]

    @property
    def chosen(self) -> list[Ticket]:
        return [ticket for ticket in self.tickets if str(ticket.seat) in self.cleaned_data["places"]]


class MoveForm(CancelForm):
    """Which places to which of the `possible` dates, or once more to one that some have `reached` already.

    `fare` is what a place costs more there, or less. To those that are `full` their waiting list leads.
    """

    to = forms.TypedChoiceField(
        label="To which date?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a date", "invalid_choice": "That date is no longer open. Choose another"},
    )
    field_order = ("to", "places")

    def __init__(
        self,
        *args: Any,
        possible: Sequence[Event],
        reached: Sequence[Event],
        full: Sequence[Event],
        fare: Callable[[Event], Money],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        to = cast(forms.TypedChoiceField, self.fields["to"])
        to.choices = [(event.pk, event.title) for event in (*possible, *full, *reached)]
        to.widget.choices = [(event.pk, _date_words(event, fare(event))) for event in possible] + [
            (event.pk, _full_words(event, fare(event))) for event in full
        ]
        self.initial = {"places": [str(ticket.seat) for ticket in self.valid], **self.initial}


def _date_words(event: Event, fare: Money) -> str:
    words = [page_words.places_words(event.places.left), *_fare_words(fare)]
    return f"{dates.when(event)}: {event.title} ({', '.join(words)})"


def _full_words(event: Event, fare: Money) -> str:
    words = ["full: onto its waiting list", *_fare_words(fare)]
    return f"{dates.when(event)}: {event.title} ({', '.join(words)})"


def _fare_words(fare: Money) -> list[str]:
    """£2 more to pay for each place · £2 back for each place · nothing when it costs the same."""
    if not fare:
        return []
    if fare.amount > 0:
        return [f"{page_words.money(fare)} more to pay for each place"]
    return [f"{page_words.money(Money(-fare.amount, fare.currency))} back for each place"]


class GiveForm(forms.Form):
    """Another name or address for a place: the same person or somebody else. `issue` says whose place was shown."""

    who = forms.ChoiceField(
        label="Who is coming?",
        choices=[(SAME, "The same person"), (ELSE, "Somebody else")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is the same person or somebody else"},
    )
    name = NameField(
        label="Name on the ticket",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the name", "max_length": "The name must be 80 characters or fewer"},
    )
    email = EmailField(
        label="Their e-mail address",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="The same person gets the ticket there; somebody else is asked first. Without one, pass on the link.",
    )
    issue = forms.IntegerField(required=False, widget=forms.HiddenInput)
