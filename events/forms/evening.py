"""The form of one evening: a draft's, a copy's, an edit's. Times are typed and shown in the evening's zone (R37)."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from events.forms.places import how_many, price_of_one, refund_rule
from events.forms.sections import Sectioned
from events.forms.venue_choice import venue_of
from events.models import Event, Series
from foundation.lib import dates, local_times
from foundation.lib.form_fields import LineField
from foundation.lib.form_times import ClockField, DayField
from foundation.lib.form_words import WordsField
from foundation.lib.local_times import Kind

LONGEST_EVENING = dt.timedelta(hours=12)
SAME_NAME = (
    "title",
    "venue",
    "pay_at_door",
    "refund_hours",
    "description",
    "agenda",
    "first_time",
    "house_rules",
    "door_note",
    "week_before_at",
    "two_days_before_at",
    "morning_at",
    "morning_after_at",
)
WHICH = (("0", "The first one, before the clocks go back"), ("1", "The second one, after the clocks went back"))


def _which() -> forms.ChoiceField:
    """Asked only on the night when the clocks go back over the typed time; the label names that time."""
    return forms.ChoiceField(
        choices=WHICH,
        widget=forms.RadioSelect,
        error_messages={"required": "This time comes twice that night. Choose which one you mean"},
    )


class EveningForm(Sectioned, forms.Form):
    """`details` gives what was typed as publishing.create and publishing.edit want it."""

    LAYOUT = (
        ("When and where", ("title", "date", "starts", "starts_which", "ends", "ends_which", "venue"), False),
        ("Places and price", ("capacity", "price", "pay_at_door", "refund_hours"), True),
        ("Words", ("description", "agenda", "first_time", "house_rules", "door_note"), True),
        ("Mails", ("two_days_before_at", "morning_at", "morning_after_at", "week_before_at"), True),
    )

    title = LineField(label="Title", max_length=100, error_messages={"required": "Enter a title"})
    date = DayField(
        label="Date",
        error_messages={"required": "Enter the date", "invalid": "Enter a date like 1/12/2026"},
    )
    starts = ClockField(
        label="Starts at",
        error_messages={"required": "Enter when it starts", "invalid": "Enter a time like 18:30"},
    )
    starts_which = _which()
    ends = ClockField(
        label="Ends at",
        error_messages={"required": "Enter when it ends", "invalid": "Enter a time like 21:00"},
    )
    ends_which = _which()
    capacity = how_many()
    price = price_of_one()
    pay_at_door = forms.BooleanField(label="People may also pay at the door", required=False)
    refund_hours = refund_rule()
    description = WordsField(
        label="What this evening is about",
        required=False,
        help_text="Markdown works: **bold**, - lists, [links](https://…).",
    )
    agenda = WordsField(label="What happens when", required=False)
    first_time = WordsField(
        label="For first-timers", required=False, help_text="Empty: the words of the series.", rows=3
    )
    house_rules = WordsField(label="House rules", required=False, help_text="Empty: the rules of the series.", rows=3)
    door_note = LineField(
        label="How to find the door",
        max_length=300,
        required=False,
        help_text="One line for tickets and reminders, for example: ring at the side door.",
    )
    two_days_before_at = ClockField(label="Two days before, at", error_messages={"required": "Enter a time"})
    morning_at = ClockField(label="On the day, at", error_messages={"required": "Enter a time"})
    morning_after_at = ClockField(label="The morning after, at", error_messages={"required": "Enter a time"})
    week_before_at = ClockField(
        label="A week before, at",
        help_text="Only to people who booked more than three weeks ahead.",
        error_messages={"required": "Enter a time"},
    )

    def __init__(self, *args: Any, series: Series, zone: ZoneInfo, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        self.fields["venue"] = venue_of(series, label="Where", empty_label="To be named")
        self.fields["starts"].help_text = self.fields["ends"].help_text = dates.zone_words(zone)
        self._ask_only_what_is_doubled()

    def _ask_only_what_is_doubled(self) -> None:
        """Keep "which one?" only where the typed time comes twice on that night."""
        for name, verb in (("starts", "start"), ("ends", "end")):
            local = self._typed(name)
            if local is None or local_times.kind(local, self.zone) is not Kind.DOUBLED:
                del self.fields[f"{name}_which"]
            else:
                self.fields[f"{name}_which"].label = f"Which {local:%H:%M} does it {verb} at?"

    def _typed(self, name: str) -> dt.datetime | None:
        """What was typed for a start or an end, before anything is checked."""
        try:
            day, start = (self.fields[field].clean(self[field].data) for field in ("date", "starts"))
            time = self.fields[name].clean(self[name].data)
        except forms.ValidationError:
            return None
        return _end(day, start, time) if name == "ends" else dt.datetime.combine(day, start)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not {"date", "starts", "ends"} <= set(typed):
            return typed
        locals_ = {
            "starts": dt.datetime.combine(typed["date"], typed["starts"]),
            "ends": _end(typed["date"], typed["starts"], typed["ends"]),
        }
        for name, local in locals_.items():
            if local_times.kind(local, self.zone) is Kind.SKIPPED:
                self.add_error(name, f"There is no {local:%H:%M} that night: the clocks go forward. Enter another time")
            typed[f"{name}_at"] = local_times.utc(local, self.zone, fold=int(typed.get(f"{name}_which") or 0))
        length = typed["ends_at"] - typed["starts_at"]
        if not self.errors and not dt.timedelta() < length <= LONGEST_EVENING:
            self.add_error("ends", "The end must be after the start, by 12 hours at most")
        return typed

    @property
    def details(self) -> dict[str, Any]:
        typed = self.cleaned_data
        same = {name: typed[name] for name in SAME_NAME}
        moments = {"starts_at": typed["starts_at"], "ends_at": typed["ends_at"]}
        return {**same, **moments, "capacity": typed["capacity"], "price_amount": typed["price"]}


def initial_of(event: Event) -> dict[str, Any]:
    """What the form shows of an evening."""
    start, end = event.starts_local, event.ends_local
    return {
        **{name: getattr(event, name) for name in SAME_NAME},
        "date": start.date(),
        "starts": start.time(),
        "starts_which": str(start.fold),
        "ends": end.time(),
        "ends_which": str(end.fold),
        "capacity": event.places.capacity,
        "price": event.price_amount,
    }


def initial_for_first(series: Series, day: dt.date) -> dict[str, Any]:
    """What the form shows for a series' first evening, from its habits."""
    return {
        "title": series.name,
        "date": day,
        "starts": series.starts_at_time,
        "ends": series.ends_at_time,
        "venue": series.venue,
        "capacity": series.capacity,
        "price": series.price_amount,
        "pay_at_door": series.pay_at_door,
        "refund_hours": series.refund_hours,
        **{name: getattr(Event(), name) for name in SAME_NAME if name.endswith("_at")},
    }


def _end(day: dt.date, start: dt.time, end: dt.time) -> dt.datetime:
    """The typed end, which is after midnight when it is not after the start."""
    return dt.datetime.combine(day if end > start else day + dt.timedelta(days=1), end)
