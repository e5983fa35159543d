from collections.abc import Sequence
from typing import Any

from django import forms

from foundation.lib import codes, form_codes
from foundation.lib.form_fields import LineField

NO_TAG = ("", "Somewhere else")


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
