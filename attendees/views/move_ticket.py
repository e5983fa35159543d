import functools

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from attendees.domain import departures, fares, moves, tickets, waiting_moves
from attendees.domain.refused import AttendeeRefused
from attendees.forms import MoveForm
from attendees.models import SignUp, Ticket
from attendees.views import done, upstairs
from attendees.views.access import opened_by_code, page_path, sign_up_for_code
from events.models import Event
from foundation.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def move_ticket(request: HttpRequest, code: str) -> HttpResponse:
    """GET: which places, to which date. POST: moved; the same again leads to the same new ticket."""
    sign_up = sign_up_for_code(code)
    now = clock.now()
    places = list(sign_up.tickets.filter(confirmed_at__isnull=False))
    possible = list(moves.possible(sign_up, count=1, now=now))
    full = list(waiting_moves.possible(sign_up.event, now=now))
    reached = moved_to(sign_up)
    fare = functools.partial(fares.difference, sign_up)
    form = MoveForm(posted(request, places), tickets=places, possible=possible, reached=reached, full=full, fare=fare)
    if request.method == "POST" and form.is_valid():
        to = next(event for event in (*possible, *reached, *full) if event.pk == form.cleaned_data["to"])
        try:
            return _move(sign_up, form.chosen, to=to, waits=to in full and to not in reached)
        except AttendeeRefused as refusal:
            form.add_error(None, str(refusal))
    terms = departures.terms(sign_up, now=now)
    context = {
        "form": form if form.valid and terms.move and (possible or full) else None,
        "valid": form.valid,
        "sign_up": sign_up,
        "evening": sign_up.event,
        "differs": any(fare(event) for event in (*possible, *full)),
        "terms": terms,
        "page": page_path(sign_up),
    }
    return render(request, "attendees/move_page.html", context)


def _move(sign_up: SignUp, chosen: list[Ticket], *, to: Event, waits: bool) -> HttpResponse:
    """To the new ticket, or to what is still to be paid for it; of a full date back here, with a number on its list."""
    now = clock.now()
    if waits:
        waiting_moves.wait(chosen, to=to, now=now)
        return done.back(sign_up, "waits")
    new = moves.move(chosen, to=to, by=sign_up.name, now=now)
    if new.tickets.valid().exists():
        return done.back(new, "moved")
    return redirect(upstairs.pay_difference(new.manage_code))


def posted(request: HttpRequest, places: list[Ticket]) -> QueryDict | None:
    """What was sent. The one button on the ticket's page means every place, and pressed twice those that it moved."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if "all" in data:
        staying = [place for place in places if place.state == Ticket.VALID]
        moved = [place for place in places if place.cancel_reason == tickets.MOVED]
        data.setlist("places", [str(place.seat) for place in staying or moved])
    return data


def moved_to(sign_up: SignUp) -> list[Event]:
    """The dates to which places of this sign-up have moved; they may be full by now."""
    made = Ticket.objects.filter(moved_from__sign_up=sign_up)
    return list(Event.objects.filter(pk__in=made.values("event")))
