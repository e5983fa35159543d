"""Every component in each of its states, for looking at, for axe and for screenshots. Demo only."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.lib import links, qr
from foundation.lib.dates import LONDON
from foundation.lib.money import Money

FIVE_POUNDS = Money(500)


@dataclass(frozen=True)
class SampleVenue:
    name: str = "The Horseshoe, upstairs"
    one_line: str = "The Horseshoe, upstairs room, 24 Clerkenwell Close, London, EC1R 0AG"


@dataclass(frozen=True)
class SampleEvening:
    title: str
    starts_at: dt.datetime
    price: Money = FIVE_POUNDS
    is_cancelled: bool = False
    cancel_reason: str = ""
    zone: ZoneInfo = LONDON
    venue: SampleVenue = field(default_factory=SampleVenue)

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(hours=2, minutes=30)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="Your name",
        help_text="As you would like it on your badge.",
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your e-mail",
        help_text="Your ticket goes there.",
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address like name@work.uk",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )
    places = forms.ChoiceField(
        label="How many places?",
        choices=[("1", "1 place"), ("2", "2 places"), ("3", "3 places"), ("4", "4 places")],
        error_messages={"required": "Choose how many places"},
        widget=forms.RadioSelect,
    )
    sector = forms.ChoiceField(
        label="Your sector", required=False, choices=[("", "Rather not say"), ("health", "Health"), ("rail", "Rail")]
    )
    can_help = forms.MultipleChoiceField(
        label="What can you help with?",
        required=False,
        choices=[("plans", "Planning"), ("risk", "Risk"), ("tools", "Tools")],
        widget=forms.CheckboxSelectMultiple,
    )
    starts = forms.DateTimeField(
        label="Starts", required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    code = forms.CharField(
        label="The code from our mail",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    question = forms.CharField(label="A question you would like answered", required=False, widget=forms.Textarea)
    news = forms.BooleanField(
        label="Tell me about the next dates", required=False, help_text="About once a month. Stop with one click."
    )


def style_page(request: HttpRequest) -> HttpResponse:
    """GET /style/; `?state=error` shows the form as it looks when it was refused."""
    refused = request.GET.get("state") == "error"
    form = SampleForm({"email": "sam.okafor"} if refused else None)
    return render(request, "pages/style_page.html", {"form": form, "code": qr.svg(links.absolute("/")), **_samples()})


def _samples() -> dict[str, Any]:
    first = SampleEvening("Stakeholders who never answer", dt.datetime(2026, 12, 1, 18, 30, tzinfo=dt.UTC))
    later = [
        SampleEvening("What a PMO is for", dt.datetime(2027, 1, 5, 18, 30, tzinfo=dt.UTC)),
        SampleEvening("Plans that survive February", dt.datetime(2027, 2, 2, 18, 30, tzinfo=dt.UTC)),
        SampleEvening("Summer on the roof", dt.datetime(2027, 6, 1, 17, 30, tzinfo=dt.UTC), price=Money(0)),
    ]
    return {
        "evening": first,
        "later": later,
        "cancelled": SampleEvening(
            "Risk without tears",
            dt.datetime(2027, 3, 2, 18, 30, tzinfo=dt.UTC),
            is_cancelled=True,
            cancel_reason="The pub is flooded.",
        ),
        "lists": _lists(first.starts_at),
    }


def _lists(start: dt.datetime) -> dict[str, Any]:
    return {
        "summary": [
            {"term": "Name", "value": "Sam Okafor", "href": "#name"},
            {"term": "E-mail", "value": "sam.okafor@mill-lane-hospital.example", "href": "#mail"},
            {"term": "Price", "value": "£5", "href": ""},
        ],
        "tabs": [
            {"label": "Overview", "href": "#a", "count": ""},
            {"label": "People", "href": "#b", "count": 48},
            {"label": "Messages", "href": "#c", "count": 3},
            {"label": "Money", "href": "#d", "count": ""},
        ],
        "tiles": [
            {"label": "Places taken", "figure": 48, "note": "of 60", "of": 60},
            {"label": "Paid", "figure": "£215", "note": ""},
            {"label": "At the door", "figure": "£25", "note": "5 people"},
            {"label": "First-timers", "figure": 9, "note": ""},
        ],
        "entries": [
            {"at": start - dt.timedelta(days=2), "sentence": "Changed the room: upstairs.", "by": "Priya Nair"},
            {"at": start - dt.timedelta(days=9), "sentence": "Raised the number of places from 50 to 60.", "by": ""},
            {"at": start - dt.timedelta(days=30), "sentence": "Published this evening.", "by": "Priya Nair"},
        ],
        "steps": [
            {"title": "Come in, get a badge", "text": "Somebody greets you by name. First time? You meet a regular."},
            {
                "title": "Sit with four others",
                "text": "A question is on the table, so nobody has to start from nothing.",
            },
            {"title": "Move twice", "text": "Three tables in one evening. You never meet the same person twice."},
        ],
        "people": [
            {"name": "Sam Okafor", "kind": "ok", "state": "Paid", "sum": Money(500), "nth": 1},
            {
                "name": "Małgorzata Featherstonehaugh-Wiśniewska",
                "kind": "wait",
                "state": "Kept",
                "sum": Money(0),
                "nth": 7,
            },
            {"name": "Li Wei", "kind": "stop", "state": "Cancelled", "sum": Money(-500), "nth": 3},
        ],
        "page": Paginator(range(240), 50).page(2),
    }
