from typing import Any

from django import forms

from foundation.lib.form_fields import CountField, LineField, clean_line
from foundation.lib.form_words import WordsField
from networking.domain import deck
from networking.models import Activity


class LinesField(WordsField):
    """One sentence a line; gives a list."""

    def __init__(self, *, most: int, longest: int, **options: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(max_length=most * (longest + 2), **options)

    def clean(self, value: Any) -> list[str]:
        lines = [line for each in super().clean(value).split("\n") if (line := clean_line(each))]
        if len(lines) > self.most:
            raise forms.ValidationError(f"Use {self.most} lines at most")
        if any(len(line) > self.longest for line in lines):
            raise forms.ValidationError(f"Use {self.longest} letters a line at most")
        return lines


class ActivityForm(forms.Form):
    """`cleaned_data` has the names of Activity's words."""

    title = LineField(label="Title", max_length=80, error_messages={"required": "Enter a title"})
    how = WordsField(
        label="How it goes",
        max_length=deck.LONGEST["how"],
        rows=8,
        help_text="What you say, step by step. A line that begins with 1. is a step.",
        error_messages={"required": "Enter how it goes"},
    )
    prompt = LineField(
        label="What we ask afterwards",
        max_length=deck.LONGEST["prompt"],
        help_text="The question above the box in which people write what they noticed.",
        error_messages={"required": "Enter the question"},
    )
    minutes = CountField(
        label="Minutes",
        min_value=deck.MINUTES[0],
        max_value=deck.MINUTES[-1],
        error_messages={
            "required": "Enter how many minutes it takes",
            "invalid": "Enter a number",
            "min_value": f"Give it {deck.MINUTES[0]} minutes at least",
            "max_value": f"Give it {deck.MINUTES[-1]} minutes at most",
        },
    )
    openers = LinesField(
        label="Start with",
        most=deck.MOST_OPENERS,
        longest=deck.LONGEST_OPENER,
        required=False,
        help_text="The questions that tables begin their rounds with, one a line.",
    )
    tags = LinesField(
        label="Headings of the board",
        most=deck.MOST_TAGS,
        longest=deck.LONGEST_TAG,
        required=False,
        rows=4,
        help_text="What people notice is put under these, one a line. Three to five are good.",
    )


def initial_of(activity: Activity) -> dict[str, Any]:
    """What the form shows of an activity."""
    names = ("title", "how", "prompt", "minutes")
    lines = {name: "\n".join(getattr(activity, name)) for name in ("openers", "tags")}
    return {**{name: getattr(activity, name) for name in names}, **lines}


class BringInForm(forms.Form):
    """A deck as text, from a file or pasted; `entries` is what stands in it."""

    file = forms.FileField(
        label="The file", required=False, widget=forms.FileInput(attrs={"accept": ".json,application/json"})
    )
    words = WordsField(
        label="Or paste it", max_length=200_000, rows=6, required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )  # fmt: skip
    entries: list[deck.Entry]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is not None and file.size > 200_000:
            self.add_error("file", "This file is too large for a deck")
            return cleaned
        text = file.read().decode("utf-8", "replace") if file is not None else cleaned.get("words", "")
        if not self.errors:
            self._read(text, field="file" if file is not None else "words")
        return {**cleaned, "words": text}

    def _read(self, text: str, *, field: str) -> None:
        try:
            if not text.strip():
                raise deck.Unreadable("Choose a file, or paste a deck")
            self.entries = deck.read(text)
        except deck.Unreadable as error:
            self.add_error(field, str(error))
