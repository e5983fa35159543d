from django import forms

from foundation.lib.form_words import WordsField
from networking.domain import write_ups


class WriteUpForm(forms.Form):
    words = WordsField(
        label="What we noticed",
        required=False,
        max_length=write_ups.LONGEST,
        rows=16,
        help_text="No names unless they agreed. Lines that begin with ### are headings, with - a list.",
    )
