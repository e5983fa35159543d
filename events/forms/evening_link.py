from django import forms

from events.models import EveningLink
from foundation.lib.form_fields import LineField


class EveningLinkForm(forms.Form):
    name = LineField(label="Who is it for?", max_length=60, error_messages={"required": "Enter a name"})
    role = forms.ChoiceField(
        label="What for?",
        choices=(
            (EveningLink.DOOR, "The door: lets people in, sees first names only"),
            (EveningLink.STAND_IN, "Standing in for you: runs the evening, no refunds and no lists to take away"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the door or standing in"},
    )
