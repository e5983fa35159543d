"""The room's screen, for a television or projector: whoever has its code, without signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attendees.views.access import guarded_by_code
from events.models import Event
from foundation.lib import clock, form_numbers
from networking.domain import room, wall, where
from networking.domain.room import Room
from networking.domain.tonight import RoundState
from networking.views import access, fresh
from networking.views.turning import turned

LOOK_AT_MOST = 10  # seconds between two looks of a screen without JavaScript, at the least


@require_safe
@guarded_by_code
def show_wall(request: HttpRequest, code: str) -> HttpResponse:
    """One query while nothing changes. `?light` is for a bright room, `?page=2` begins there, `?all` turns no pages,
    `?part` is for the script that looks again and turns the pages by itself.
    """
    now = clock.now()
    sheet, stamp = access.wall_with_stamp(code)
    event = sheet.event
    tonight = room.read(event.pk, stamp=stamp)
    moment = where.moment_of(tonight, event, now=now)
    asked = form_numbers.read(request.GET.get("page", ""))
    etag = fresh.validator(stamp, moment.key, event.changed_at, event.tonight_changed_at, sorted(request.GET), asked)
    template = "networking/_wall.html" if "part" in request.GET else "networking/wall_page.html"

    def make() -> HttpResponse:
        context = {"code": code, "event": event, "moment": moment, "etag": etag, "now": now}
        context |= {"is_light": "light" in request.GET, "is_all": "all" in request.GET}
        context |= shown(tonight, moment, event) | at_tables(tonight, moment, asked)
        return render(request, template, context)

    return fresh.answer(request, make, etag=etag, now=now)


def shown(tonight: Room, moment: where.Moment, event: Event) -> dict[str, Any]:
    """How many rounds there are, at which step it is; the next date when all rounds are played."""
    is_end = moment.kind in (where.PLAYED, where.OVER)
    following = Event.objects.published().filter(series=event.series_id).upcoming(event.ends_at) if is_end else None
    next_date = following.exclude(pk=event.pk).first() if following is not None else None
    return {"rounds": tonight.planned, "step": tonight.step, "next_date": next_date}


def at_tables(tonight: Room, moment: where.Moment, asked: int) -> dict[str, Any]:
    """The tables to go to next once they may be told, else those of now; `at` is the page that is asked for, else 1."""
    turn: RoundState | None = moment.coming or moment.turn
    written = wall.write([tonight.for_all(table) for table in turn.tables] if turn else [])
    every = wall.TURN_EVERY if len(written.pages) > 1 else max(LOOK_AT_MOST, moment.look_every)
    turning = {"every": every, "turn_every": wall.TURN_EVERY}
    return {"written": written, **turning, **turned(len(written.pages), asked)}
