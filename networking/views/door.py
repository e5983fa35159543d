"""The door's answers, with whom to introduce somebody to: what attendees shows and does, and what is known here.

The page itself, undoing, and what a phone keeps are attendees' (attendees.views.door, attendees.views.phone).
"""

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.domain import check_in as check_ins
from attendees.domain import door_list, phone_list, scan
from attendees.domain.check_in import IN, STOP, Answer
from attendees.models import Ticket
from attendees.views import door_answers
from attendees.views.door import sees_names
from attendees.views.phone import for_phone
from events.models import Event
from events.views import access
from events.views.access import Who
from foundation.lib import clock, plain
from networking.domain import introductions


@never_cache
@require_POST
def scan_ticket(request: HttpRequest, event_id: int) -> HttpResponse:
    """What was scanned or typed: a code checks in at once, anything else is looked for among the names."""
    event, who = access.event_for_door(request, event_id)
    typed = request.POST.get("typed", "")
    found = scan.read(typed, event=event)
    if isinstance(found, Ticket):
        return _answer(request, event, who, check_ins.check_in(event, found, by=who.name, now=clock.now()))
    if found is None:
        return door_answers.say_found(request, event, query=plain.one_line(typed))
    read = plain.one_line(typed, at_most=scan.LONGEST_SHOWN)
    return _answer(request, event, who, Answer(STOP, "No ticket", f"{found.why} {read}".strip()))


@never_cache
@require_POST
def check_in(request: HttpRequest, event_id: int, ticket_id: int) -> HttpResponse:
    event, who = access.event_for_door(request, event_id)
    ticket = get_object_or_404(Ticket, pk=ticket_id, event=event)
    return _answer(request, event, who, check_ins.check_in(event, ticket, by=who.name, now=clock.now()))


@require_safe
@for_phone
def show_list(request: HttpRequest, event: Event, who: Who) -> HttpResponse:
    """Tonight's list with a validator; the head also brings the token that a POST needs."""
    now = clock.now()
    suiting = {ticket: found.line() for ticket, found in introductions.of_evening(event.pk).items()}
    found = phone_list.read(event, suiting=suiting, may_overfill=who.is_host, now=now)
    validator = f'"{hashlib.sha256(json.dumps(found).encode()).hexdigest()[:32]}"'
    is_known = request.headers.get("If-None-Match") == validator
    answer = HttpResponse(status=304) if is_known else JsonResponse(found)
    answer["ETag"] = validator
    answer["X-Time"] = now.isoformat()
    answer["X-Token"] = get_token(request)
    return answer


def _answer(request: HttpRequest, event: Event, who: Who, answer: Answer) -> HttpResponse:
    tonight = door_list.read(event, whole_names=sees_names(who))
    guest = door_list.guest(tonight, answer.ticket) if answer.ticket else None
    meet = introductions.said(tonight, answer.ticket) if answer.ticket and answer.kind == IN else ""
    return door_answers.say(request, event, door_answers.shown(event, answer, guest, meet=meet))
