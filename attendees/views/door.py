"""The door: one box for names and codes, one tap to check in, one to undo. Works without JavaScript.

With it the same page answers from the phone's own list and tells flashmob.flows.door_acts what it did. Scanning and
checking in, which also say to whom somebody is introduced, are networking.views.door. A door session is never slowed
down by limits: guessing codes is counted where strangers can do it (/d/, /t/).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.domain import check_in as check_ins
from attendees.domain import door_list, next_place, rings
from attendees.domain.check_in import WAIT
from attendees.domain.door_list import EXPECTED, INSIDE, MOST_SHOWN
from attendees.models import Ticket
from attendees.views import decoder, door_answers, upstairs
from attendees.views.door_answers import Shown
from events.models import Event
from events.views import access
from events.views import upstairs as events_upstairs
from events.views.access import Who
from foundation.lib import clock

NOBODY = "Try the first name only, or the letters on the ticket. Without a place they can walk in."


@never_cache
@require_safe
def show_door(request: HttpRequest, event_id: int) -> HttpResponse:
    """The list; `?list=inside` those who are in; first of all what was just answered or looked for."""
    event, who = access.event_for_door(request, event_id)
    tonight = door_list.read(event, whole_names=sees_names(who))
    answer = door_answers.take(request, event)
    return _show(request, tonight, who, answer, query=door_answers.take_search(request, event))


@never_cache
@require_POST
def undo_check_in(request: HttpRequest, event_id: int, ticket_id: int) -> HttpResponse:
    event, who = access.event_for_door(request, event_id)
    ticket = get_object_or_404(Ticket, pk=ticket_id, event=event)
    answer = check_ins.undo(event, ticket, by=who.name)
    tonight = door_list.read(event, whole_names=sees_names(who))
    return door_answers.say(request, event, door_answers.shown(event, answer, door_list.guest(tonight, ticket)))


def _show(
    request: HttpRequest, tonight: door_list.Tonight, who: Who, answer: Shown | None, *, query: str = ""
) -> HttpResponse:
    chosen = INSIDE if request.GET.get("list") == INSIDE else EXPECTED
    rows = door_list.search(tonight, query) if query else door_list.list_chosen(tonight, chosen)
    if query and not rows and answer is None:
        answer = Shown(WAIT, "Nobody found", why=NOBODY)
    event, now = tonight.event, clock.now()
    context = {
        "event": event,
        "who": who,
        "answer": answer,
        "query": query,
        "chosen": chosen,
        "rings": [(ring, tonight.shown.get(ring.ticket_id)) for ring in rings.at_door(event, now=now)],
        "inside": tonight.inside,
        "expected": tonight.expected,
        "guests": [
            (guest, pay_url(event, guest), upstairs.check_in(event.pk, guest.ticket.pk))
            for guest in door_list.guests(tonight, rows[:MOST_SHOWN])
        ],
        "more": max(0, len(rows) - MOST_SHOWN),
        "is_today": now.astimezone(event.zone).date() == event.starts_local.date(),
        "is_closing": next_place.is_open(event, now=now),
        **ways_on(event),
    }
    return render(request, "attendees/door_page.html", context)


def pay_url(event: Event, guest: door_list.Guest) -> str:
    """Takes what somebody who is in still owes."""
    owes = guest.to_pay and guest.ticket.checked_in_at
    return upstairs.paid_at_door(event.pk, guest.ticket.sign_up_id) if owes else ""


def ways_on(event: Event) -> dict[str, str]:
    """Where the door's page leads to, and what its script must know."""
    return {
        "scan_url": upstairs.scan(event.pk),
        "walk_in_url": upstairs.walk_in(event.pk),
        "host_url": events_upstairs.host_event(event.pk),
        "decoder": decoder.url(),
        "site": settings.SITE_URL,
    }


def sees_names(who: Who) -> bool:
    """A helper at the door does not: S6 of the promises."""
    return who.role != access.DOOR
