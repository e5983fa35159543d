"""What somebody asks the room, or the host alone."""

from typing import Any

from django import forms

from attendees.models import SignUp
from foundation.lib.form_fields import LineField
from networking.domain.asks import NAMED, PRIVATE, UNNAMED, Question

TOO_LONG = {"max_length": "Your question must be 280 characters or fewer"}


class AskForm(forms.Form):
    """A question, what it is about, and who may read it."""

    words = LineField(
        label="Your question",
        help_text="For example: how did you choose an MBA? Contract or permanent outside the M25?",
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={"required": "Enter your question", **TOO_LONG},
    )
    topic = LineField(
        label="What is it about, in a word or two?",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "The topic must be 40 characters or fewer"},
    )
    sector = forms.ChoiceField(
        label="Is it about one sector?", required=False, choices=[("", "No, about any"), *SignUp.SECTORS]
    )
    seen = forms.ChoiceField(
        label="Who may read it?",
        choices=[
            (UNNAMED, "Everybody with a ticket, without my name"),
            (NAMED, "Everybody with a ticket, with my first name"),
            (PRIVATE, "The host only"),
        ],
        initial=UNNAMED,
        widget=forms.RadioSelect,
        help_text="For the host only: they may think of one person who could help. You hear who it is before that "
        "person hears anything, and then they hear the topic, never your words.",
        error_messages={"required": "Choose who may read it"},
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("seen") == PRIVATE and not typed.get("topic"):
            self.add_error("topic", "Enter the topic: it is all that the person who could help sees at first")
        return typed

    @property
    def question(self) -> Question:
        return Question(**self.cleaned_data)


class QuickAskForm(forms.Form):
    """The question among the three optional ones after a place is taken."""

    question = LineField(
        label="One question you would like answered",
        help_text="People who come see it, without your name, and say whether they can help.",
        required=False,
        max_length=280,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages=TOO_LONG,
    )
