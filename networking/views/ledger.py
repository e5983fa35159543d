"""How the evening went, for its host; and all evenings of a series."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.views import access, desk
from foundation.lib import clock
from networking.domain import feedback, ledger, ledger_pictures
from networking.domain.ledger import Night
from networking.domain.ledger_pictures import Line
from networking.forms.feedback import FeedbackForm

LINES: tuple[tuple[str, str, Callable[[Night], float | None]], ...] = (
    ("People who came", "", lambda night: night.came),
    ("New at one table, each", "", lambda night: night.planned_each),
    ("Confirmed, each", "", lambda night: night.confirmed_each),
    ("Would come again", "%", lambda night: night.again_rate),
)


@dataclass(frozen=True)
class Multiple:
    """One small picture of the series: its line, and the value of each evening in words."""

    title: str
    values: list[str]
    picture: Line

    @property
    def latest(self) -> str:
        return self.values[-1] if self.values else ""


@never_cache
@require_safe
def show_evening_ledger(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    nights = ledger.of_series(event.series, now=clock.now())
    night = next((each for each in nights if each.event == event), None)
    if night is None or not night.came:
        return desk.show(request, "networking/no_ledger_page.html", event=event)
    sums = feedback.sums(event.pk)
    so_far = nights[: nights.index(night) + 1]
    context = {"event": event, "tiles": _tiles(night), "kept": _kept(night), "feedback": sums}
    context |= {"answers": _answers(sums), "multiples": _multiples(so_far), "nights": so_far, **_bridges(night)}
    return desk.show(request, "networking/ledger_page.html", **context)


@never_cache
@require_safe
def show_series_ledger(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    nights = [night for night in ledger.of_series(found, now=clock.now()) if night.came]
    context = {"series": found, "nights": nights, "latest_first": nights[::-1], "multiples": _multiples(nights)}
    return desk.show(request, "networking/series_ledger_page.html", **context)


def _tiles(night: Night) -> list[dict[str, Any]]:
    return [
        {"label": "Came", "figure": night.came, "note": f"{night.newcomers} for the first time"},
        {"label": "New at one table", "figure": night.planned_each, "note": "people for each who came, as planned"},
        {"label": "Met and confirmed", "figure": night.confirmed_each, "note": "people for each who came, as they say"},
        {"label": "Confirmed nobody", "figure": night.none_words, "note": f"of {night.came}, so far"},
    ]


def _kept(night: Night) -> list[dict[str, Any]]:
    """What is drawn as a part of a whole; what there was none of is left out."""
    sent = f"{night.dropped} no longer needed" if night.dropped else ""
    back = f"{night.coming} more have a place" if night.coming else ""
    parts = (
        ("Questions answered", night.answered, night.asked, ""),
        ("Promises kept", night.sent, night.promised, sent),
        ("First-timers who came back", night.came_back, night.newcomers, back),
    )
    return [{"label": label, "part": part, "whole": whole, "note": note} for label, part, whole, note in parts if whole]


def _bridges(night: Night) -> dict[str, Any]:
    """The picture, and its table by the largest number first."""
    pairs = sorted(night.bridges.items(), key=lambda each: -each[1])
    named = [([ledger_pictures.named(sector) for sector in pair], count) for pair, count in pairs]
    return {"bridges": ledger_pictures.bridges(night.bridges), "pairs": named, "share": night.across_rate}


def _answers(sums: feedback.Sums) -> list[dict[str, Any]]:
    """Each question with how many said yes, partly and no, and where the bar's parts begin (in hundredths)."""
    labels = {name: field.label for name, field in FeedbackForm.base_fields.items()}
    found = []
    for name, (yes, partly, no) in sums.answers.items():
        whole = max(1, yes + partly + no)
        first, second = round(100 * yes / whole), round(100 * partly / whole)
        bar = {"yes": first, "partly": second, "no_from": first + second, "no": 100 - first - second if no else 0}
        found.append({"label": labels[name], "yes": yes, "partly": partly, "no": no, "bar": bar})
    return found


def _multiples(nights: Sequence[Night]) -> list[Multiple]:
    found = []
    for title, unit, value_of in LINES:
        values = [value_of(night) for night in nights]
        words = ["–" if value is None else f"{value:g}{unit}" for value in values]
        found.append(Multiple(title, words, ledger_pictures.line(values)))
    return found
