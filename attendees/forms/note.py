from django import forms

from attendees.forms.guest import OnceForm
from foundation.lib import plain


class NoteForm(OnceForm):
    words = forms.CharField(
        label="What they should know",
        max_length=1000,
        help_text="For example: We are upstairs tonight, the black door on Park Street. No adverts, please.",
        error_messages={"required": "Enter what they should know", "max_length": "Use 1,000 letters at most"},
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_words(self) -> str:
        return plain.paragraphs(self.cleaned_data["words"])
