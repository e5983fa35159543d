"""What a host writes to people, and when it goes out."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from attendees.domain import audiences
from attendees.forms.guest import OnceForm
from events.models import Event, Series
from foundation.lib import local_times, plain
from foundation.lib.form_fields import LineField
from foundation.lib.form_times import ClockField, DayField
from foundation.mail.models import Message

NOW, LATER = "now", "later"


class BroadcastForm(OnceForm):
    """Audience, kind, subject and words. A series is written to with marketing only, so there `kind` is not asked."""

    audience = forms.ChoiceField(
        label="To whom?", widget=forms.RadioSelect, error_messages={"required": "Choose to whom it goes"}
    )
    kind = forms.ChoiceField(
        label="What about?",
        widget=forms.RadioSelect,
        choices=(
            (Message.MARKETING, "Anything, the next dates for example: goes only to those of them who agreed to that"),
            (Message.SERVICE, "Only this evening, and no advertising: goes to all of them"),
        ),
        error_messages={"required": "Choose what it is about"},
    )
    subject = LineField(label="Subject", max_length=80, error_messages={"required": "Enter a subject"})
    words = forms.CharField(
        label="What they should know",
        max_length=4000,
        help_text="“Hello” and their first name are put above it. **Bold** and lists with - work.",
        error_messages={"required": "Enter what they should know", "max_length": "Use 4,000 letters at most"},
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, about: Event | Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        table = audiences.OF_EVENT if isinstance(about, Event) else audiences.OF_SERIES
        choices = [(audience.key, audience.label) for audience in table.values()]
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]
        if isinstance(about, Series):
            del self.fields["kind"]

    def clean_words(self) -> str:
        return plain.as_typed(self.cleaned_data["words"])

    @property
    def wish(self) -> dict[str, str]:
        """The broadcast's fields as typed."""
        typed = {"kind": Message.MARKETING, **self.cleaned_data}
        return {name: typed[name] for name in ("audience", "kind", "subject", "words")}


class SendForm(forms.Form):
    """Now, or on a day at a time by the clocks of `zone`."""

    when = forms.ChoiceField(
        label="When?",
        widget=forms.RadioSelect,
        choices=((NOW, "Now"), (LATER, "Later, at this time:")),
        error_messages={"required": "Choose now or later"},
    )
    day = DayField(label="Day", required=False, error_messages={"invalid": "Enter a day"})
    time = ClockField(label="Time", required=False, error_messages={"invalid": "Enter a time such as 9:00"})

    def __init__(self, *args: Any, zone: ZoneInfo, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now

    def clean(self) -> None:
        if self.cleaned_data.get("when") != LATER or self.errors:
            return
        if not self.cleaned_data["day"] or self.cleaned_data["time"] is None:
            self.add_error("day" if not self.cleaned_data["day"] else "time", "Enter the day and the time")
        elif self.at <= self.now:
            self.add_error("day", "Choose a time that is still to come")

    @property
    def at(self) -> dt.datetime:
        """When it is to go out (UTC)."""
        if self.cleaned_data["when"] == NOW:
            return self.now
        local = dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return local_times.utc(local, self.zone)
