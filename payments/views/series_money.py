"""The money of a series: a year's evenings, each with what it took, and their sum."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.domain import journal
from events.models import Event, Series
from events.models.event import EventQuerySet
from events.views import access, desk
from foundation.lib import clock, tables
from payments.domain import money_file, takings
from payments.models import Unmatched


@never_cache
@require_safe
def show_series_money(request: HttpRequest, series: str) -> HttpResponse:
    """`?year=2026`; the latest year that has begun without."""
    found = access.series_for_host(request, series)
    years = _years(found)
    year = _chosen(request.GET.get("year", ""), years, this_year=clock.now().astimezone(found.zone).year)
    events = list(evenings(found, year).order_by("-starts_at"))
    sums = takings.of_each(Event.objects.filter(pk__in=[event.pk for event in events]))
    return desk.show(
        request,
        "payments/series_money_page.html",
        series=found,
        year=year,
        tabs=[{"label": str(each), "href": f"?year={each}"} for each in years],
        current=str(year),
        lines=[(event, sums[event.pk]) for event in events],
        totals=takings.total(sums.values()),
        strange=Unmatched.objects.filter(event=None, settled_at=None).exists(),
    )


@never_cache
@require_POST
def download_series_money(request: HttpRequest, series: str, kind: str) -> HttpResponseBase:
    """A year's movements for the accountant; that they were taken is noted."""
    found = access.series_for_host(request, series)
    years = _years(found)
    year = _chosen(request.POST.get("year", ""), years, this_year=clock.now().astimezone(found.zone).year)
    journal.note(found, by=access.signed_in_name(request), sentence=f"downloaded the money of {year}")
    rows = money_file.rows(evenings(found, year), found.zone)
    return tables.download(kind, name=f"money-{found.slug}-{year}", head=money_file.HEAD, rows=rows)


def evenings(series: Series, year: int) -> EventQuerySet:
    """What was published and begins in that year by the series' clocks."""
    begin, end = (dt.datetime(each, 1, 1, tzinfo=series.zone) for each in (year, year + 1))
    return Event.objects.filter(series=series, published_at__isnull=False, starts_at__gte=begin, starts_at__lt=end)


def _years(series: Series) -> list[int]:
    """Those with an evening, the newest first."""
    published = Event.objects.filter(series=series, published_at__isnull=False)
    return [found.year for found in published.datetimes("starts_at", "year", order="DESC", tzinfo=series.zone)]


def _chosen(asked: str, years: list[int], *, this_year: int) -> int:
    if asked in map(str, years):
        return int(asked)
    return next((year for year in years if year <= this_year), years[0] if years else this_year)
