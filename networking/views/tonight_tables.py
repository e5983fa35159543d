"""Tables of a round, changed by hand: one person to another table, or two who change places.

What speaks against it is said without a name, for the phone lies open in the room. Who it is about, the host may look
at; who stands in may not, and cannot bring two together who are kept apart.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Event
from events.views import access, desk
from foundation.lib import clock, form_numbers
from foundation.lib.names import listed
from networking.domain import seats, tonight
from networking.domain.refused import NetworkingRefused
from networking.domain.seats import Concern
from networking.domain.tonight import RoundState, Tonight
from networking.views.tonight import context_of

ASK_THE_HOST = "Only the host can do this. The tables stay as they are."


@never_cache
@require_safe
def show_tables(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    event, _ = access.event_for_stand_in(request, event_id)
    state = tonight.state_of(event, clock.now())
    shown = {"round": _round(state, number), **context_of(event, state)}
    return desk.show(request, "networking/round_tables_page.html", **shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move_person(request: HttpRequest, event_id: int, number: int, ticket_id: int) -> HttpResponse:
    """POST `to`: `table-<number>` or `person-<ticket>`; with `sure` also against what speaks against it."""
    event, who = access.event_for_stand_in(request, event_id)
    state = tonight.state_of(event, clock.now())
    found = _round(state, number)
    here = found.table_of(ticket_id)
    if here is None or found.state == "closed":
        raise Http404
    person = next(one for one in here.people if one.ticket_id == ticket_id)
    shown = {"round": found, "here": here, "person": person, "to": "", "who": who, **context_of(event, state)}
    target = _target(found, request.POST.get("to", ""))
    if request.method != "POST" or target is None:
        return desk.show(request, "networking/move_person_page.html", **shown)
    table, other = target
    concern = seats.concern(event, number, ticket_id=ticket_id, table=table, instead_of=other)
    if concern and not request.POST.get("sure"):
        about = _named(state, concern) if who.is_host else ()
        shown |= {"is_asked": True, "about": about, "to": request.POST["to"]}
        return desk.show(request, "networking/move_person_page.html", **shown)
    if concern.apart and not who.is_host:
        messages.warning(request, ASK_THE_HOST)
    else:
        _change(request, event, number, ticket_id, table, other, by=who.name)
    return redirect("networking:round-tables", event_id=event.pk, number=number)


def _change(
    request: HttpRequest, event: Event, number: int, ticket_id: int, table: int, other: int | None, *, by: str
) -> None:
    try:
        if other is None:
            seats.move(event, number, ticket_id=ticket_id, table=table, by=by, now=clock.now())
        else:
            seats.swap(event, number, ticket_id=ticket_id, other_id=other, by=by, now=clock.now())
    except NetworkingRefused as refusal:
        messages.warning(request, str(refusal))


def _target(found: RoundState, typed: str) -> tuple[int, int | None] | None:
    """The table, and with whom to change places there; None for what is no such place."""
    kind, _, number = typed.partition("-")
    wanted = form_numbers.read(number)
    if kind == "table" and (wanted == 1 + max(table.number for table in found.tables)):
        return wanted, None
    if kind == "table":
        return next(((table.number, None) for table in found.tables if table.number == wanted), None)
    at = found.table_of(wanted) if kind == "person" else None
    return (at.number, wanted) if at else None


def _named(state: Tonight, concern: Concern) -> list[tuple[str, str]]:
    """(names, why) of each pair, for the host's eyes."""
    called = {person.ticket_id: person.called for person in state.people}

    def words(pairs: frozenset[frozenset[int]], why: str) -> list[tuple[str, str]]:
        return [
            (listed([called.get(one, "somebody") for one in sorted(pair)]), why) for pair in sorted(pairs, key=sorted)
        ]

    return words(concern.apart, "are kept apart") + words(concern.met - concern.apart, "sit together in another round")


def _round(state: Tonight, number: int) -> RoundState:
    found = next((one for one in state.rounds if one.number == number and one.tables), None)
    if found is None:
        raise Http404
    return found
