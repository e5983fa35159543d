from django import forms

from events.models import Series, Venue


def venue_of(series: Series, *, label: str, empty_label: str) -> "forms.ModelChoiceField[Venue]":
    """A choice of the series' venues, or of none."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Venue.objects.filter(series=series),
        required=False,
        empty_label=empty_label,
        error_messages={"invalid_choice": "Choose one of your venues"},
    )
