"""The room's screen, for a television or projector: whoever has its code, without signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attendees.views.access import guarded_by_code
from events.models import Event
from foundation.lib import clock
from networking.domain import room, where
from networking.domain.room import Room
from networking.domain.tonight import RoundState
from networking.views import access, fresh

SIZES = ((6, "few"), (9, "some"), (12, "many"), (20, "crowd"))  # so many tables fit when written so large


@require_safe
@guarded_by_code
def show_wall(request: HttpRequest, code: str) -> HttpResponse:
    """One query while nothing changes. `?light` is for a bright room, `?part` for the script that looks again."""
    now = clock.now()
    sheet, stamp = access.wall_with_stamp(code)
    event = sheet.event
    tonight = room.read(event.pk, stamp=stamp)
    moment = where.moment_of(tonight, event, now=now)
    etag = fresh.validator(stamp, moment.key, event.changed_at, event.tonight_changed_at, sorted(request.GET))
    template = "networking/_wall.html" if "part" in request.GET else "networking/wall_page.html"

    def make() -> HttpResponse:
        context = {"code": code, "sheet": sheet, "event": event, "moment": moment, "etag": etag, "now": now}
        context |= {"is_light": "light" in request.GET, **shown(tonight, moment, event)}
        return render(request, template, context)

    return fresh.answer(request, make, etag=etag, now=now)


def shown(tonight: Room, moment: where.Moment, event: Event) -> dict[str, Any]:
    """The tables to go to next once they may be told, else those of now; the next date when all rounds are played."""
    turn: RoundState | None = moment.coming or moment.turn
    tables = [tonight.for_all(table) for table in turn.tables] if turn else []
    size = next((size for most, size in SIZES if len(tables) <= most), "throng")
    is_end = moment.kind in (where.PLAYED, where.OVER)
    following = Event.objects.published().filter(series=event.series_id).upcoming(event.ends_at) if is_end else None
    next_date = following.exclude(pk=event.pk).first() if following is not None else None
    return {"tables": tables, "size": size, "rounds": tonight.planned, "step": tonight.step, "next_date": next_date}
