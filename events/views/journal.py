"""Who did what when, in plain words."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models import JournalEntry
from events.views import access, desk

A_PAGE = 50
MOST_NAMES = 8
EVERYBODY = "Everybody"


@never_cache
@require_safe
def show_event_journal(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    entries = JournalEntry.objects.filter(event=event)
    return _show(request, entries, event=event, series=event.series, zone=event.zone)


@never_cache
@require_safe
def show_series_journal(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    entries = JournalEntry.objects.filter(series=found).select_related("event")
    return _show(request, entries, event=None, series=found, zone=found.zone)


def _show(request: HttpRequest, entries: QuerySet[JournalEntry], **context: object) -> HttpResponse:
    """`?by=` is the id of somebody's first entry, because names in addresses end up in logs; all of them without."""
    people = _busiest(entries)
    chosen = {str(first): name for name, first in people.items()}.get(request.GET.get("by", ""), "")
    page = Paginator(entries.filter(by=chosen) if chosen else entries, A_PAGE).get_page(request.GET.get("page"))
    return desk.show(
        request,
        "events/journal_page.html",
        page=page,
        page_query=f"by={people[chosen]}&" if chosen else "",
        tabs=[{"label": EVERYBODY, "href": "?"}, *_tabs(people)] if len(people) > 1 else [],
        current=chosen or EVERYBODY,
        **context,
    )


def _busiest(entries: QuerySet[JournalEntry]) -> Mapping[str, int]:
    """Who did most, with the id of their first entry: the team, more or less."""
    found = entries.values_list("by").annotate(first=Min("pk"), times=Count("pk")).order_by("-times", "by")
    return {name: first for name, first, _ in found[:MOST_NAMES]}


def _tabs(people: Mapping[str, int]) -> list[dict[str, str]]:
    return [{"label": name, "href": f"?by={first}"} for name, first in people.items()]
