from django import forms
from django.http import QueryDict

from networking.domain.details import FIELDS, known


class ShareForm(forms.Form):
    """What the other sees of me; only what I have given is offered, and nothing that I did not choose is ticked."""

    def __init__(self, data: QueryDict | None, *, own: dict[str, str], other: str, chosen: list[str]) -> None:
        super().__init__(data, initial={"shares": known(chosen)})
        self.fields["shares"] = forms.MultipleChoiceField(
            label=f"{other} may see",
            choices=[(name, f"{label}: {own[name]}") for name, label in FIELDS if own[name]],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one thing to share"},
        )
