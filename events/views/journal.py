"""Who did what when, in plain words."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models import JournalEntry
from events.views import access, desk

A_PAGE = 50


@never_cache
@require_safe
def show_event_journal(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    page = _page(request, JournalEntry.objects.filter(event=event))
    return desk.show(request, "events/journal_page.html", event=event, series=event.series, zone=event.zone, page=page)


@never_cache
@require_safe
def show_series_journal(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    page = _page(request, JournalEntry.objects.filter(series=found).select_related("event"))
    return desk.show(request, "events/journal_page.html", event=None, series=found, zone=found.zone, page=page)


def _page(request: HttpRequest, entries: QuerySet[JournalEntry]) -> object:
    return Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
