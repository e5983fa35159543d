from django import forms

from foundation.lib.form_fields import LineField


class TonightForm(forms.Form):
    line = LineField(
        label="A line on everybody's ticket page",
        max_length=200,
        required=False,
        help_text="It shows at once, with the time. No mail goes out. Empty takes it away.",
    )


class WordForm(forms.Form):
    word = LineField(
        label="Tonight's word",
        max_length=20,
        help_text="You say it in the room; who types it is here.",
        error_messages={"required": "Enter a word"},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    def clean_word(self) -> str:
        return str(self.cleaned_data["word"]).lower()
