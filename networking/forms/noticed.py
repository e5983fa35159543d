from collections.abc import Sequence
from typing import Any

from django import forms

from foundation.lib import codes, form_codes
from foundation.lib.form_fields import LineField

NO_TAG = ("", "Somewhere else")
NOWHERE = ("no-heading-it-belongs-somewhere-else", "Somewhere else")
ANOTHER = ("another-heading-that-is-written-below", "Another one, which I write below")  # too long for a heading


class HeadingForm(forms.Form):
    """Where something noticed belongs: one of the headings, another one, or none. `heading` says which."""

    tag = forms.ChoiceField(
        label="Which heading?", widget=forms.RadioSelect, error_messages={"required": "Choose a heading"}
    )
    other = LineField(
        label="The new heading",
        max_length=30,
        required=False,
        error_messages={"max_length": "The heading must be 30 characters or fewer"},
    )
    is_all = forms.BooleanField(required=False)

    def __init__(self, *args: Any, headings: Sequence[str], now_under: str, others: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].initial = now_under or NOWHERE[0]
        choices = [*((tag, tag) for tag in headings), NOWHERE, ANOTHER]
        self.fields["tag"].choices = choices  # type: ignore[attr-defined]
        if others and now_under:
            is_one = others == 1
            self.fields["is_all"].label = f"Also the {'other one' if is_one else f'other {others}'} under “{now_under}”"
        else:
            del self.fields["is_all"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("tag") == ANOTHER[0] and not cleaned.get("other") and "other" not in self.errors:
            self.add_error("other", "Enter the new heading")
        return cleaned

    @property
    def heading(self) -> str:
        said = self.cleaned_data
        ours = {NOWHERE[0]: "", ANOTHER[0]: said["other"]}
        return str(ours.get(said["tag"], said["tag"]))


class NoticedForm(forms.Form):
    """What a table or a person noticed. `nonce` is the same for the form sent twice."""

    words = LineField(
        label="What did you notice?",
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what you noticed"},
    )
    tag = forms.ChoiceField(label="Where does it belong?", required=False, widget=forms.RadioSelect)
    is_signed = forms.BooleanField(required=False)
    form_code = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, prompt: str, tags: Sequence[str], signs: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = prompt
        self.fields["is_signed"].label = signs
        choices = [(tag, tag) for tag in tags]
        if choices:
            self.fields["tag"].choices = [*choices, NO_TAG]  # type: ignore[attr-defined]
        else:
            del self.fields["tag"]

    @property
    def nonce(self) -> str:
        """A form whose code is not ours counts as a new one."""
        found = form_codes.read(self.cleaned_data["form_code"])
        return found.code if found else codes.random_code()
