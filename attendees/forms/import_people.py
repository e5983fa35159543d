from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from attendees.domain import import_file
from attendees.domain.import_terms import ALL, AUTO, COLUMN, DAY_FIRST, MONTH_FIRST, NOBODY, Terms
from attendees.forms.guest import OnceForm
from attendees.models import PeopleImport
from foundation.lib.form_times import DayField

PAST, GUESTS = PeopleImport.PAST, PeopleImport.GUESTS
LARGEST = 1_000_000  # bytes


class ImportForm(OnceForm):
    """A list from elsewhere, as a file or pasted; `text` is what was read of it."""

    what = forms.ChoiceField(
        label="What is in the list?",
        choices=[
            (PAST, "Who came to past evenings: e-mail, name, date"),
            (GUESTS, "Guests of this evening who booked elsewhere: name, e-mail"),
        ],
        error_messages={"required": "Choose what is in the list"},
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label="The list as a file",
        required=False,
        help_text="Comma-separated (CSV), as pretix, Eventbrite, Meetup, Luma, Hi.Events and spreadsheets save it.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
    text = forms.CharField(
        label="Or paste it here",
        required=False,
        max_length=LARGEST,
        strip=False,
        help_text="One line each, with or without headings.",
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )
    evening = DayField(
        label="Which evening was it?",
        required=False,
        help_text="Only for past evenings whose list has no column with the date.",
    )
    dates = forms.ChoiceField(
        label="How are dates like 3/4/2026 written?",
        required=False,
        choices=[(AUTO, "See from the list"), (DAY_FIRST, "Day first: 3 April"), (MONTH_FIRST, "Month first: 4 March")],
    )
    news = forms.ChoiceField(
        label="Do they get news of the next dates?",
        required=False,
        initial=NOBODY,
        choices=[
            (NOBODY, "No: bring them in without"),
            (COLUMN, "Those whose line says yes in a column such as “newsletter”"),
            (ALL, "All of them: each said yes"),
        ],
        help_text="Only with evidence. Nobody needs it to be brought in, and who said no here stays without.",
        widget=forms.RadioSelect,
    )
    agreed_words = forms.CharField(
        label="What did they say yes to?",
        required=False,
        max_length=300,
        help_text="The words beside the box they ticked.",
    )
    agreed_where = forms.CharField(
        label="Where did they say it?",
        required=False,
        max_length=60,
        help_text="For example: the Eventbrite order form.",
    )
    agreed_on = DayField(
        label="When did they say it?", required=False, help_text="For lines that name no day of their own."
    )
    with_mail = forms.BooleanField(
        label="Mail each guest of this evening a ticket",
        required=False,
        initial=True,
        help_text="So that they have a code for the door.",
    )
    over_capacity = forms.BooleanField(
        label="Bring all guests in, even beyond the number of places",
        required=False,
        help_text="You decide what the room can hold.",
    )

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LARGEST:
            raise forms.ValidationError("The file is too large: at most 1 MB")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is not None:
            cleaned["text"] = import_file.decode(file.read())
        elif not cleaned.get("text", "").strip() and not self.errors:
            self.add_error("file", "Choose a file, or paste the list")
        if cleaned.get("news") in (COLUMN, ALL):
            self._ask_evidence(cleaned)
        return cleaned

    def terms(self) -> Terms:
        typed = self.cleaned_data
        return Terms(
            dates=typed["dates"] or AUTO,
            evening=typed["evening"],
            news=typed["news"] or NOBODY,
            agreed_words=typed["agreed_words"],
            agreed_where=typed["agreed_where"],
            agreed_on=typed["agreed_on"],
            with_mail=typed["with_mail"],
            over_capacity=typed["over_capacity"],
        )

    def carried(self) -> list[tuple[str, str]]:
        """What the next page sends again, hidden: all but the file, whose text goes along."""
        kept = {name: str(self.data.get(name, "")) for name in self.fields if name not in ("file", "text")}
        return [*((name, value) for name, value in kept.items() if value), ("text", self.cleaned_data["text"])]

    def _ask_evidence(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("agreed_words"):
            self.add_error("agreed_words", "Enter the words they said yes to")
        if not cleaned.get("agreed_where"):
            self.add_error("agreed_where", "Enter where they said it")
        if cleaned.get("news") == ALL and not cleaned.get("agreed_on") and "agreed_on" not in self.errors:
            self.add_error("agreed_on", "Enter the day on which they said it")
