from typing import Any

from django import forms

from attendees.domain import stories
from foundation.lib.form_words import WordsField

NAMED, UNNAMED = "name", "nobody"


class StoryForm(forms.Form):
    """What it was like, and whether the first name of whoever tells it stands beside it."""

    words = WordsField(
        label="What was it like?",
        help_text=f"In your words, {stories.LONGEST} characters at most. Leave out other people’s names.",
        max_length=stories.LONGEST,
        rows=6,
        error_messages={"required": "Write what it was like"},
    )

    def __init__(self, *args: Any, first_name: str, unnamed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed"] = forms.ChoiceField(
            label="Who says so?",
            choices=[(UNNAMED, unnamed), (NAMED, first_name)],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose how it is signed", "invalid_choice": "Choose how it is signed"},
        )
