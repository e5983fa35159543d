"""The addresses of a list of people that is narrowed."""

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from attendees.domain.choices import Choice


def tabs(labels: Mapping[str, str], choice: Choice, *, without: Collection[str] = ()) -> list[dict[str, str]]:
    """One tab for each state of the list; whatever else narrows it stays."""
    rest = {"sector": choice.sector, "news": choice.news}
    return [
        {"label": label, "href": f"?{_query(show=key, **rest)}"} for key, label in labels.items() if key not in without
    ]


def page_query(choice: Choice) -> str:
    """What comes before `page=` in the address of another page of the same list."""
    return f"{_query(show=choice.show, sector=choice.sector, news=choice.news)}&"


def _query(**values: str) -> str:
    return urlencode({name: value for name, value in values.items() if value})
