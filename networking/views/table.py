"""The one phone of a table: who sits here, how to start, until when, and where each goes next. No signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attendees.views.access import guarded_by_code
from foundation.lib import clock
from networking.domain import room, tables, where
from networking.views import access, fresh


@require_safe
@guarded_by_code
def choose_table(request: HttpRequest, code: str) -> HttpResponse:
    """Which table the phone lies on; its page is then an address of its own."""
    now = clock.now()
    sheet, stamp = access.table_with_stamp(code)
    tonight = room.read(sheet.event_id, stamp=stamp)
    context = {"code": code, "event": sheet.event, "looks": tables.by_colour(tonight.looks)}
    make = lambda: render(request, "networking/choose_table_page.html", context)  # noqa: E731
    return fresh.answer(request, make, etag=fresh.validator(stamp, sheet.event.changed_at), now=now)


@require_safe
@guarded_by_code
def show_table(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One query while nothing changes. `?part` is for the script that looks again."""
    now = clock.now()
    sheet, stamp = access.table_with_stamp(code)
    if not 1 <= number <= tables.MOST:
        raise Http404
    tonight = room.read(sheet.event_id, stamp=stamp)
    moment = where.moment_of(tonight, sheet.event, now=now)
    etag = fresh.validator(stamp, moment.key, number, sheet.event.changed_at)
    here, coming = (where.table_at(turn, number) for turn in (moment.turn, moment.coming))
    context = {
        "code": code,
        "number": number,
        "event": sheet.event,
        "look": next((look for look in tonight.looks if look.number == number), tables.look(number)),
        "looks": tonight.looks,
        "rounds": tonight.planned,
        "moment": moment,
        "here": here and tonight.for_all(here),
        "coming_here": coming and tonight.for_all(coming),
        "ways": where.ways_from(number, tonight, moment),
        "etag": etag,
        "now": now,
    }
    template = "networking/_table.html" if "part" in request.GET else "networking/table_page.html"
    return fresh.answer(request, lambda: render(request, template, context), etag=etag, now=now)
