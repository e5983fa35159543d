"""Changing an evening. Where people's plans are touched, the host sees what changes before it does."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.domain import differences, publishing
from events.domain.refused import EventRefused
from events.forms.change_kind import SMALL, ChangeKindForm
from events.forms.evening import EveningForm, initial_of
from events.models import Event
from events.views import access, desk, upstairs
from foundation.lib import clock

NOT_CARRIED = {"csrfmiddlewaretoken", "kind", "then"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_event(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    form = EveningForm(request.POST or None, series=event.series, zone=event.zone, initial=initial_of(event))
    if request.method == "POST" and form.is_valid():
        changes = form.details
        question = _question(request, event, changes)
        if question is not None:
            return desk.show(request, "events/check_change_page.html", event=event, **question)
        try:
            small = request.POST.get("kind") == SMALL
            publishing.edit(event, changes=changes, by=access.signed_in_name(request), now=clock.now(), small=small)
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            return _finish(request, event)
    ways = {"preview_url": upstairs.preview(event.pk), "cancel_url": upstairs.cancel_event(event.pk)}
    return desk.show(request, "events/edit_event_page.html", form=form, event=event, **ways)


def _question(request: HttpRequest, event: Event, changes: dict[str, Any]) -> dict[str, Any] | None:
    """What to ask before a published evening's time or place changes; None when all is answered, or nothing asked."""
    found = differences.find(event, changes)
    if not event.is_published or not differences.touch_plans(found):
        return None
    why_real = differences.always_real(event, changes)
    asked = "kind" in request.POST or "checked" in request.POST
    kind = ChangeKindForm(request.POST if asked else None)
    if asked and (why_real or kind.is_valid()):
        return None
    carried = [(name, value) for name, value in request.POST.items() if name not in NOT_CARRIED]
    return {"changes": found, "why_real": why_real, "form": None if why_real else kind, "carried": carried}


def _finish(request: HttpRequest, event: Event) -> HttpResponse:
    if request.POST.get("then") == "publish":
        try:
            publishing.publish(event, by=access.signed_in_name(request), now=clock.now())
        except EventRefused as refused:
            messages.warning(request, f"Saved, but not published. {refused}")
            return redirect("events:edit-event", event_id=event.pk)
        messages.success(request, "Published. People can take places now.")
    else:
        messages.success(request, "Saved.")
    return redirect(upstairs.host_event(event.pk))
