"""The page of somebody on a waiting list: their number, or what is kept for them. Opened by the code in their mails."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from attendees.domain import offer_answers, offers, waiting_list
from attendees.domain.hold_times import GRACE
from attendees.models import SignUp, Ticket, WaitingListEntry
from attendees.views import upstairs
from attendees.views.access import entry_for_code, opened_by_code
from foundation.lib import clock

GIVEN_BACK = "given back"  # taken once, and no more
CALLED = "called"  # to the door, with all who waited


@require_safe
@opened_by_code
def show_entry(request: HttpRequest, code: str) -> HttpResponse:
    entry = entry_for_code(code)
    now, event = clock.now(), entry.event
    position = _position(entry)
    state, kept_until, mine = _standing(entry, now=now)
    context = {
        "entry": entry,
        "code": code,
        "evening": event,
        "state": state,
        "position": position,
        "fewer_free": event.places.free if event.places.free < entry.party else 0,
        "kept_until": kept_until,
        "total": mine.to_pay * entry.party if mine else event.price * entry.party,
        "moving": mine.moved_from.event if mine and mine.moved_from else None,
        "moves": entry.moving.exists(),
        "has_begun": now >= event.starts_at,
        "refund_is_over": now >= event.refund_until,
        "take_url": upstairs.take_offer(code),
        "fewer_url": upstairs.take_fewer(code),
        "ticket_url": upstairs.ticket(mine.manage_code) if mine else "",
        "event_url": upstairs.evening(event.series.slug, event.slug),
    }
    return render(request, "attendees/waiting_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def leave_list(request: HttpRequest, code: str) -> HttpResponse:
    """GET: what leaving means. POST: off the list."""
    entry = entry_for_code(code)
    if request.method == "POST":
        waiting_list.leave(entry, now=clock.now())
        return redirect("attendees:waiting", code)
    return _ask(request, entry, code, question="leave")


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def decline_offer(request: HttpRequest, code: str) -> HttpResponse:
    """GET: what it means. POST: not this time, the place moves on."""
    entry = entry_for_code(code)
    if request.method == "POST":
        offer_answers.decline(entry, now=clock.now())
        return redirect("attendees:waiting", code)
    return _ask(request, entry, code, question="decline")


def _ask(request: HttpRequest, entry: WaitingListEntry, code: str, *, question: str) -> HttpResponse:
    """One button; nothing to press when the answer would change nothing."""
    possible = entry.state == WaitingListEntry.OFFERED or (question == "leave" and entry.is_live)
    mine = offers.current(entry) if entry.state == WaitingListEntry.TAKEN else None
    context = {
        "entry": entry,
        "code": code,
        "evening": entry.event,
        "question": question,
        "possible": possible,
        "ticket_url": upstairs.ticket(mine.manage_code) if mine else "",
    }
    return render(request, "attendees/leave_list_page.html", context)


def _position(entry: WaitingListEntry) -> int:
    """Their number while they wait; nought, and the entry is read anew, when they are offered something just now."""
    if entry.state != WaitingListEntry.WAITING:
        return 0
    number = waiting_list.position(entry)
    if not number:
        entry.refresh_from_db(fields=["state", "offered_until"])
    return number


def _standing(entry: WaitingListEntry, *, now: dt.datetime) -> tuple[str, dt.datetime | None, SignUp | None]:
    """How it stands, in the page's word; until when an offer can be taken; and the sign-up that is offered or taken."""
    kept_until = _kept_until(entry) if entry.state == WaitingListEntry.OFFERED else None
    if entry.state == WaitingListEntry.OFFERED and kept_until is None:
        entry.refresh_from_db(fields=["state"])  # let go, or paid just now
    if entry.state == WaitingListEntry.OFFERED and (kept_until is None or kept_until <= now):
        return WaitingListEntry.LAPSED, None, None  # the sweep has not come by yet
    if entry.state in (WaitingListEntry.TAKEN, WaitingListEntry.OFFERED):
        mine = offers.current(entry)
        return entry.state if mine else GIVEN_BACK, kept_until, mine
    is_called = waiting_list.was_called(entry) and not entry.event.is_over(now)
    return CALLED if is_called else entry.state, None, None


def _kept_until(entry: WaitingListEntry) -> dt.datetime | None:
    """Until when they can take it: the offer's end, or longer while they pay. None when it has been let go."""
    held = Ticket.objects.filter(sign_up__waited_as=entry, state=Ticket.HELD).first()
    if held is None or held.held_until is None or entry.offered_until is None:
        return None
    if held.held_until > entry.offered_until:
        return max(entry.offered_until, held.held_until - GRACE)
    return entry.offered_until
