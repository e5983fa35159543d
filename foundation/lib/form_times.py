"""Form fields for a calendar day and a time of day, by the browser's own pickers where it has them."""

import datetime as dt
from typing import Any

from django import forms


class DayField(forms.DateField):
    """A calendar day."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ClockField(forms.TimeField):
    """A time of day to the minute."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def to_python(self, value: Any) -> dt.time | None:
        time = super().to_python(value)
        return time.replace(second=0, microsecond=0) if time else None
