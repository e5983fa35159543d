from django import forms

from attendees.domain.choices import NO, YES, Choice
from attendees.models import SignUp


class NarrowForm(forms.Form):
    """What a list of people is narrowed to beside its tabs; what is no choice narrows nothing."""

    show = forms.CharField(required=False, widget=forms.HiddenInput)
    sector = forms.ChoiceField(label="Where they work", required=False, choices=[("", "Every sector"), *SignUp.SECTORS])
    news = forms.ChoiceField(
        label="News of next dates",
        required=False,
        choices=[("", "Yes or no"), (YES, "Asked to hear of them"), (NO, "Did not ask")],
    )

    def choice(self, *, show: str, query: str) -> Choice:
        self.is_valid()
        typed = self.cleaned_data
        return Choice(show=show, sector=typed.get("sector", ""), news=typed.get("news", ""), query=query)
