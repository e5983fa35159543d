"""For the host: the addresses of the room's screen and of the tables' phones, and what to print."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.models import Event
from events.views import access
from foundation.lib import clock, form_numbers, qr
from networking.domain import rounds, run_sheets, screens
from networking.models import RunSheet


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_screens(request: HttpRequest, event_id: int) -> HttpResponse:
    """Posting `issue` makes new addresses instead of those, `paper` says that the tables are printed, nothing of both
    makes the first addresses.
    """
    event, who = access.event_for_stand_in(request, event_id)
    if request.method == "POST":
        _change(request, event, by=who.name, now=clock.now())
        return redirect("networking:screens", event_id=event.pk)
    found = RunSheet.objects.filter(event=event).first()
    return render(request, "networking/screens_page.html", {"event": event, "sheet": found, **addresses(found)})


def _change(request: HttpRequest, event: Event, *, by: str, now: dt.datetime) -> None:
    issue = form_numbers.read(request.POST.get("issue", ""))
    if issue:
        screens.renew(event, issue=issue, by=by, now=now)
    elif "paper" in request.POST:
        rounds.tell(event, by=by, now=now)
    else:
        run_sheets.opened(event, now=now)


def addresses(sheet: RunSheet | None) -> dict[str, object]:
    """Whole addresses, and the picture of that for phones."""
    if sheet is None:
        return {}
    wall = settings.SITE_URL + reverse("networking:wall", args=[sheet.wall_code])
    table = settings.SITE_URL + reverse("networking:choose-table", args=[sheet.table_code])
    board = settings.SITE_URL + reverse("networking:board", args=[sheet.wall_code])
    return {"wall": wall, "board": board, "table": table, "code": qr.svg(table)}
