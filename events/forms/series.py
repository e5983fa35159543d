"""The form of a series: the host's words, and what its evenings have in common."""

import re
import zoneinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from events.forms.places import how_many, price_of_one, refund_rule
from events.forms.sections import Sectioned
from events.forms.venue_choice import venue_of
from events.models import Series
from foundation.lib.form_fields import CountField, EmailField, LineField
from foundation.lib.form_times import ClockField
from foundation.lib.form_words import WordsField

LONDON = "Europe/London"
ZONES = [
    LONDON,
    *sorted(zone for zone in zoneinfo.available_timezones() if zone.startswith("Europe/") and zone != LONDON),
]
WEEKS = (
    ("", "No, I choose each date"),
    (1, "Yes, every first"),
    (2, "Yes, every second"),
    (3, "Yes, every third"),
    (4, "Yes, every fourth"),
    (-1, "Yes, every last"),
)
WEEKDAYS = tuple(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))
OFFERS = ((4, "4 hours to take it"), (12, "12 hours to take it"), (24, "a day to take it"), (48, "2 days to take it"))
VAT_NUMBER = re.compile(r"[A-Z]{2}[0-9A-Z]{5,12}")
SAME_NAME = (
    "name",
    "tagline",
    "about",
    "what_happens",
    "first_time",
    "house_rules",
    "host_name",
    "host_intro",
    "host_phone",
    "email",
    "time_zone",
    "capacity",
    "starts_at_time",
    "ends_at_time",
    "pay_at_door",
    "refund_hours",
    "offer_hours",
    "repeats_week",
    "repeats_weekday",
    "repeats_as",
    "supplier_name",
    "supplier_address",
    "vat_number",
    "vat_percent",
    "complaints_contact",
)


class SeriesForm(Sectioned, forms.Form):
    """`values` gives what was typed by the names of Series' fields. `series` is None for one to be started."""

    LAYOUT = (
        ("The meet-up", ("name", "slug", "tagline", "host_name", "email"), False),
        (
            "A usual evening",
            ("starts_at_time", "ends_at_time", "time_zone", "venue", "repeats_week", "repeats_weekday", "repeats_as"),
            False,
        ),
        ("Places and price", ("capacity", "price", "currency", "pay_at_door", "refund_hours", "offer_hours"), False),
        (
            "Words on the pages",
            ("about", "what_happens", "first_time", "house_rules", "host_intro", "host_phone"),
            True,
        ),
        (
            "Receipts and complaints",
            ("supplier_name", "supplier_address", "vat_number", "vat_percent", "complaints_contact"),
            True,
        ),
    )

    name = LineField(label="Name", max_length=80, error_messages={"required": "Enter the name of the meet-up"})
    slug = forms.CharField(
        label="Web address",
        max_length=40,
        validators=[validate_slug],
        help_text="Small letters, digits and dashes, like pmo-london. It stays once a date is published.",
        error_messages={"required": "Enter a web address", "invalid": "Use small letters, digits and dashes only"},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    tagline = LineField(label="In one line", max_length=160, required=False)
    host_name = LineField(label="Who hosts", max_length=80, error_messages={"required": "Enter the host's name"})
    email = EmailField(
        label="E-mail for replies",
        max_length=254,
        help_text="Answers to our mails go there.",
        error_messages={"required": "Enter an e-mail address", "invalid": "Enter an e-mail address like name@work.uk"},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    repeats_week = forms.TypedChoiceField(
        label="Does it repeat each month?", choices=WEEKS, coerce=int, empty_value=None, required=False
    )
    repeats_weekday = forms.TypedChoiceField(
        label="On which day?", choices=(("", "Choose a day"), *WEEKDAYS), coerce=int, empty_value=None, required=False
    )
    repeats_as = forms.ChoiceField(
        label="We keep the next three dates for you, as",
        choices=((Series.DRAFTS, "drafts, for you to look at first"), (Series.PUBLISHED, "published dates")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose drafts or published dates"},
    )
    starts_at_time = ClockField(label="Starts at", error_messages={"required": "Enter when it starts"})
    ends_at_time = ClockField(label="Ends at", error_messages={"required": "Enter when it ends"})
    time_zone = forms.ChoiceField(label="Time zone", choices=[(zone, zone.replace("_", " ")) for zone in ZONES])
    capacity = how_many()
    price = price_of_one()
    currency = forms.ChoiceField(label="Currency", choices=(("gbp", "Pounds (£)"), ("eur", "Euros (€)")))
    pay_at_door = forms.BooleanField(label="People may also pay at the door", required=False)
    refund_hours = refund_rule()
    offer_hours = forms.TypedChoiceField(
        label="When a place comes free, whoever waited longest has",
        choices=OFFERS,
        coerce=int,
        help_text="Then it goes to the next. On the last day it is two hours by daylight, at the very end 15 minutes.",
    )
    about = WordsField(
        label="About the meet-up", required=False, help_text="Markdown works: **bold**, - lists, [links](https://…)."
    )
    what_happens = WordsField(label="What an evening is like", required=False)
    first_time = WordsField(
        label="For first-timers",
        required=False,
        help_text="What will happen, who greets them, and by what sign. Empty: you, with the list at the door.",
    )
    house_rules = WordsField(label="House rules", required=False)
    host_intro = WordsField(label="About the host", required=False)
    host_phone = LineField(
        label="Phone on the evening",
        max_length=30,
        required=False,
        help_text="On tickets and reminders, for people who cannot find the door.",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    supplier_name = LineField(
        label="Name on receipts", max_length=120, required=False, help_text="Who takes the money. Empty: the meet-up."
    )
    supplier_address = WordsField(label="Address on receipts", max_length=300, required=False, rows=3)
    vat_number = LineField(
        label="VAT number",
        max_length=20,
        required=False,
        help_text="Only if you are registered. Receipts become VAT invoices.",
    )
    vat_percent = CountField(
        label="VAT rate in %",
        min_value=0,
        max_value=30,
        error_messages={
            "required": "Enter the VAT rate",
            "invalid": "Enter a whole number",
            "min_value": "Enter 0 or more",
            "max_value": "Enter 30 at most",
        },
    )
    complaints_contact = LineField(
        label="Where to complain",
        max_length=200,
        required=False,
        help_text="A name with an address or number. Empty: the e-mail for replies.",
    )

    def __init__(self, *args: Any, series: Series | None, address_is_settled: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if address_is_settled:
            del self.fields["slug"], self.fields["currency"]
        if series is not None:
            self.fields["venue"] = venue_of(series, label="Usual venue", empty_label="None yet")

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def clean_vat_number(self) -> str:
        number = str(self.cleaned_data["vat_number"]).replace(" ", "").upper()
        if number and not VAT_NUMBER.fullmatch(number):
            raise ValidationError("Enter a VAT number like GB123456789")
        return number

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("repeats_week") is None:
            typed["repeats_weekday"] = None
        elif typed.get("repeats_weekday") is None:
            self.add_error("repeats_weekday", "Choose a day")
        if typed.get("vat_number"):
            for name, words in (("supplier_name", "name"), ("supplier_address", "address")):
                if not typed.get(name):
                    self.add_error(name, f"Enter the {words}: a VAT invoice must show it")
        return typed

    @property
    def values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        names = (*SAME_NAME, *(name for name in ("slug", "currency", "venue") if name in self.fields))
        return {**{name: typed[name] for name in names}, "price_amount": typed["price"]}


def initial_of(series: Series) -> dict[str, Any]:
    """What the form shows of a series; of a new one, the model's defaults."""
    same = {name: getattr(series, name) for name in (*SAME_NAME, "slug", "currency", "venue")}
    return {**same, "price": series.price_amount}
