"""Everybody who ever came to a series, booked or asked to hear of it. For its hosts.

Searching is a POST: it is noted, and a name in an address would end up in logs.
"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import series_people, series_people_file
from attendees.forms.narrow import NarrowForm
from attendees.views import narrowing
from events.domain import journal
from events.views import access, desk
from events.views.access import signed_in_name
from foundation.lib import clock, plain, tables

A_PAGE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def list_series_people(request: HttpRequest, series: str) -> HttpResponse:
    """`?show=`, `?sector=` and `?news=` narrow the list; a POST looks for somebody."""
    found = access.series_for_host(request, series)
    now = clock.now()
    query = plain.one_line(request.POST.get("q", ""), at_most=80)
    if query:
        journal.note(found, by=signed_in_name(request), sentence="looked for somebody among the people of the series")
    show = request.GET.get("show", "")
    show = show if show in series_people.LABELS else series_people.EVERYBODY
    form = NarrowForm(request.GET)
    choice = form.choice(show=show, query=query)
    page = Paginator(series_people.find(found, choice, now=now), A_PAGE).get_page(request.GET.get("page"))
    return desk.show(
        request,
        "attendees/series_people_page.html",
        series=found,
        tabs=narrowing.tabs(series_people.LABELS, choice),
        current=series_people.LABELS[show],
        narrow=form,
        query=query,
        page=page,
        page_query=narrowing.page_query(choice),
        people=series_people.describe(found, list(page), now=now),
    )


@never_cache
@require_POST
def download_series_people(request: HttpRequest, series: str, kind: str) -> HttpResponseBase:
    """Everybody as a file, row by row; that it was taken is noted."""
    found = access.series_for_host(request, series)
    journal.note(found, by=signed_in_name(request), sentence="downloaded the list of people of the series")
    rows = series_people_file.rows(found, now=clock.now())
    return tables.download(kind, name=f"people-{found.slug}", head=series_people_file.HEAD, rows=rows)
