from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendees.domain import door_list, profiles
from attendees.models import Ticket
from attendees.views import upstairs
from attendees.views.access import opened_by_code
from attendees.views.door import sees_names
from events.views import access
from foundation.lib import codes


@never_cache
@require_safe
def door_code(request: HttpRequest, code: str) -> HttpResponse:
    """What a QR opens. For anybody: that it is a ticket, and nothing else. For who is at the door of its evening: the
    button that checks it in, so that a phone's own camera is a scanner. Who came to that evening and is signed in goes
    on to swapping details, whatever becomes of it there, so that nothing shows here whether the other came too.
    """
    ticket = Ticket.objects.filter(door_hash=codes.fingerprint(code)).select_related("sign_up").first()
    answer = (_at_door(request, ticket) or _met(request, ticket, code)) if ticket else None
    return answer or _for_anybody(request, code)


def _at_door(request: HttpRequest, ticket: Ticket) -> HttpResponse | None:
    try:
        event, who = access.event_for_door(request, ticket.event_id)
    except (Http404, access.SignInFirst, access.SecondFactorFirst):
        return None
    tonight = door_list.read(event, whole_names=sees_names(who))
    check_in_url = upstairs.check_in(event.pk, ticket.pk)
    context = {"event": event, "guest": door_list.guest(tonight, ticket), "check_in_url": check_in_url}
    return render(request, "attendees/door_scan_page.html", context)


def _met(request: HttpRequest, ticket: Ticket, code: str) -> HttpResponse | None:
    profile = profiles.of(request.user)
    came = Ticket.objects.for_event(ticket.event_id).checked_in().filter(holder=profile).exclude(pk=ticket.pk)
    return redirect(upstairs.swap(code)) if profile and came.exists() else None


@opened_by_code
def _for_anybody(request: HttpRequest, code: str) -> HttpResponse:
    if not Ticket.objects.filter(door_hash=codes.fingerprint(code)).exists():
        raise Http404
    return render(request, "attendees/door_code_page.html")
