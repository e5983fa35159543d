from django import forms

SMALL, REAL = "small", "real"


class ChangeKindForm(forms.Form):
    """Whether a new time is a small correction or a real change; asked only where the host may choose."""

    kind = forms.ChoiceField(
        label="What is it for the people who are coming?",
        choices=(
            (SMALL, "A small correction: only the entry in their diaries changes"),
            (REAL, "A real change: everybody gets a mail and may keep the place or have the money back"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose small correction or real change"},
    )
