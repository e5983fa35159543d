"""What a host takes along on paper about tables: signs, who sits where round by round, and where each person goes."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models import Event
from events.views import access
from foundation.lib import clock, form_numbers, names, qr
from networking.domain import room, tables
from networking.models import RunSheet

A_TABLE = 5  # people


@never_cache
@require_safe
def print_signs(request: HttpRequest, event_id: int) -> HttpResponse:
    """Colour, shape and place of each table, two to a sheet, with its phone’s address; `?tables=` says how many."""
    event, _ = access.event_for_stand_in(request, event_id)
    asked = form_numbers.read(request.GET.get("tables", ""))
    sheet = RunSheet.objects.filter(event=event).first()
    size = sheet.group_size if sheet else A_TABLE
    count = asked if 0 < asked < 1000 else -(-event.places.taken // size)
    looks = tables.looks(event.pk, numbers=range(1, min(max(1, count), tables.MOST) + 1))
    signs = [(look, _code(sheet, look.number)) for look in looks.values()]
    return render(request, "networking/print_signs_page.html", {"event": event, "signs": signs, "most": tables.MOST})


@never_cache
@require_safe
def print_rounds(request: HttpRequest, event_id: int) -> HttpResponse:
    """Round by round, the tables with first names."""
    event, _ = access.event_for_stand_in(request, event_id)
    tonight = room.read(event.pk, stamp=room.stamp(event.pk))
    rounds = [(turn, [tonight.for_all(table) for table in turn.tables]) for turn in tonight.rounds]
    return render(request, "networking/print_rounds_page.html", _on_paper(event, rounds=rounds))


@never_cache
@require_safe
def print_where(request: HttpRequest, event_id: int) -> HttpResponse:
    """Everybody by first name, and their table in each round."""
    event, _ = access.event_for_stand_in(request, event_id)
    tonight = room.read(event.pk, stamp=room.stamp(event.pk))
    people = {who.ticket_id: who for turn in tonight.rounds for table in turn.tables for who in table.seated}
    lines = [
        (who.called, [turn.table_of(who.ticket_id) for turn in tonight.rounds])
        for who in sorted(people.values(), key=lambda who: names.fold(who.called))
    ]
    shown = _on_paper(event, lines=lines, turns=tonight.rounds, looks=tonight.looks)
    return render(request, "networking/print_where_page.html", shown)


def _on_paper(event: Event, **shown: Any) -> dict[str, Any]:
    return {"event": event, "printed_at": clock.now(), **shown}


def _code(sheet: RunSheet | None, number: int) -> str:
    """The picture of the address of this table's phone."""
    return qr.svg(settings.SITE_URL + reverse("networking:table", args=[sheet.table_code, number])) if sheet else ""
