from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from attendees.domain import import_file

PAST, GUESTS = "past", "guests"
LARGEST = 1_000_000  # bytes


class ImportForm(forms.Form):
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
        help_text="Comma-separated (CSV), as other platforms and spreadsheets save it.",
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
        return cleaned
