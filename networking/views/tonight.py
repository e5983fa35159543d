"""Tonight: the run-sheet on the phone of the host, or of who stands in. What it shows, and its buttons."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.models import Event
from events.views import access, desk, upstairs
from foundation.lib import clock, form_numbers
from networking.domain import mixing, planning, run_acts, run_sheets, tonight
from networking.domain.planning import Impossible
from networking.domain.refused import NetworkingRefused
from networking.domain.tonight import Tonight
from networking.forms.run_act import RunActForm
from networking.views import impossible_words

NOT_UNDERSTOOD = "This was not understood. Look at the page again."


@never_cache
@require_safe
def show_tonight(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    state = tonight.state_of(event, clock.now())
    return desk.show(request, "networking/tonight_page.html", who=who, **context_of(event, state))


@never_cache
@require_POST
def act(request: HttpRequest, event_id: int) -> HttpResponse:
    """One step of the run-sheet; what is so already stays as it is."""
    event, who = access.event_for_stand_in(request, event_id)
    form = RunActForm(request.POST)
    if not form.is_valid():
        messages.warning(request, NOT_UNDERSTOOD)
        return redirect("networking:tonight", event_id=event.pk)
    try:
        run_acts.carry_out(event, form.act, by=who.name, now=clock.now())
    except NetworkingRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("networking:tonight", event_id=event.pk)


@never_cache
@require_POST
def mix(request: HttpRequest, event_id: int) -> HttpResponse:
    """Make tables for the rounds to come. Where wishes stand in the way, the host reads whose, and nothing is saved."""
    event, who = access.event_for_stand_in(request, event_id)
    seen = request.POST.get("seen", "")
    minds_wishes = not request.POST.get("without_wishes")
    try:
        found = mixing.mix(
            event,
            seen=form_numbers.read(seen, otherwise=-1),
            by=who.name,
            now=clock.now(),
            minds_wishes=minds_wishes,
        )
    except NetworkingRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("networking:tonight", event_id=event.pk)
    if isinstance(found, Impossible):
        why = impossible_words.of(event, found)
        shown = {"event": event, "who": who, "why": why, "seen": seen, "had_wishes": minds_wishes}
        return desk.show(request, "networking/impossible_page.html", **shown)
    if found is None:
        messages.info(request, "The room was mixed a moment ago already. These are the tables.")
    return redirect("networking:tonight", event_id=event.pk)


def context_of(event: Event, state: Tonight) -> dict[str, Any]:
    """What the page shows, by names of its template."""
    before, after = run_sheets.beside(state.step)
    most = planning.count_groups(max(state.inside, 2), group_size=state.sheet.group_size)
    return {
        "desk_place": "tonight",
        "tonight_url": reverse("networking:tonight", kwargs={"event_id": event.pk}),
        "event": event,
        "state": state,
        "step_label": run_sheets.LABELS[state.step],
        "step_number": run_sheets.ORDER.index(state.step) + 1,
        "step_count": len(run_sheets.ORDER),
        "before": before,
        "before_label": run_sheets.LABELS.get(before, ""),
        "after": after,
        "after_label": run_sheets.LABELS.get(after, ""),
        "table_count": most,
        "door_url": upstairs.door(event.pk),
        "more_minutes": run_acts.MORE_MINUTES,
    }
