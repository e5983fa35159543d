"""All questions of an evening for its host, and for a private one the person whom the host proposes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.models import Ticket
from events.views import access, desk
from foundation.lib import clock, form_numbers
from networking.domain import answerers, asks, matching
from networking.domain.refused import NetworkingRefused
from networking.models import Answerer, Ask

HIDE, SHOW, PROPOSE, WITHDRAW = "hide", "show", "propose", "withdraw"


@never_cache
@require_safe
def list_questions(request: HttpRequest, event_id: int) -> HttpResponse:
    """Private ones first, since they wait for the host; hosts only, not who stands in."""
    event = access.event_for_host(request, event_id)
    listed = asks.listed(event.pk)
    private = [{"listed": one, **_proposal(one.ask)} for one in listed if one.ask.is_private]
    context = {"event": event, "private": private, "shared": [one for one in listed if not one.ask.is_private]}
    return desk.show(request, "networking/questions_desk_page.html", **context)


@never_cache
@require_POST
def manage_question(request: HttpRequest, event_id: int, ask_id: int) -> HttpResponse:
    """`do` is HIDE, SHOW, PROPOSE (with `ticket`) or WITHDRAW; anything else does nothing."""
    event = access.event_for_host(request, event_id)
    asked = get_object_or_404(Ask.objects.select_related("ticket"), pk=ask_id, event=event)
    do = DOES.get(request.POST.get("do", ""))
    try:
        if do:
            do(request, asked)
    except NetworkingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("networking:questions-desk", event.pk)


def _proposal(asked: Ask) -> dict[str, Any]:
    """Who is being asked, else whom the host may choose."""
    current = answerers.current(asked)
    return {"current": current} if current else {"candidates": matching.for_private(asked)}


def _hide(request: HttpRequest, asked: Ask) -> None:
    asks.hide(asked, now=clock.now())


def _show(request: HttpRequest, asked: Ask) -> None:
    asks.show(asked)


def _propose(request: HttpRequest, asked: Ask) -> None:
    chosen = form_numbers.read(request.POST.get("ticket", ""))
    found = Ticket.objects.for_event(asked.event_id).filter(pk=chosen).first()
    if found is None:
        raise NetworkingRefused("Choose somebody.")
    answerers.propose(asked, ticket=found, now=clock.now())
    messages.success(request, f"{asked.ticket.first_name} is asked first. {found.first_name} knows nothing yet.")


def _withdraw(request: HttpRequest, asked: Ask) -> None:
    for proposed in Answerer.objects.filter(ask=asked, state=Answerer.PROPOSED):
        answerers.withdraw(proposed, now=clock.now())


DOES: dict[str, Callable[[HttpRequest, Ask], None]] = {
    HIDE: _hide,
    SHOW: _show,
    PROPOSE: _propose,
    WITHDRAW: _withdraw,
}
