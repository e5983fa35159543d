"""My people: everybody I met, by evening and name, with what they share, my notes and our promises; and as files."""

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.views.access import user_of
from foundation.lib import clock, tables
from networking.domain import my_people, network, people_file, vcards
from networking.views import access, two


@require_safe
@never_cache
def show_people(request: HttpRequest) -> HttpResponse:
    """All of them, or those whom `?q=` finds."""
    user, query = user_of(request), request.GET.get("q", "").strip()[:80]
    everybody = my_people.of(two.profile_or_none(request), now=clock.now())
    context = {
        "me": user,
        "query": query,
        "asking": [met for met in everybody if met.is_asking],
        "evenings": my_people.by_evening(my_people.search(everybody, query)),
        "count": len(everybody),
        "picture": network.grow(everybody),
        "has_cards": any(met.details for met in everybody),
    }
    return render(request, "networking/my_people_page.html", context)


@require_safe
@never_cache
def download_cards(request: HttpRequest) -> HttpResponse:
    """Everybody I swapped details with, for the address book."""
    cards = [met.details for met in my_people.of(access.profile_of(request), now=clock.now()) if met.details]
    headers = {"Content-Disposition": 'attachment; filename="my-people.vcf"'}
    return HttpResponse(vcards.render(cards), content_type=vcards.MIME, headers=headers)


@require_safe
@never_cache
def download_table(request: HttpRequest) -> FileResponse | StreamingHttpResponse:
    """All of them as a table, with my notes."""
    rows = people_file.rows(my_people.of(access.profile_of(request), now=clock.now()))
    return tables.download(tables.CSV, name="my-people", head=people_file.HEAD, rows=rows)
