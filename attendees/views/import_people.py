"""A list from elsewhere: first each line's fate, then, with the button on that page, it is brought in."""

import datetime as dt
from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import pluralize
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.domain import imports
from attendees.domain.imports import BAD, FULL, KNOWN, NEW, Fate
from attendees.domain.refused import AttendeeRefused
from attendees.forms.import_people import PAST, ImportForm
from events.models import Event
from events.views import access, desk
from events.views.access import signed_in_name
from foundation.lib import clock

SHOWN = 200
TROUBLE_FIRST = {BAD: 0, FULL: 1, NEW: 2, KNOWN: 3}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_people(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    form = ImportForm(request.POST or None, request.FILES or None)
    now = clock.now()
    fates = _fates(event, form, now=now) if request.method == "POST" and form.is_valid() else None
    if fates is None:
        return desk.show(request, "attendees/import_page.html", event=event, form=form)
    if request.POST.get("then") == "bring":
        done = _bring(event, form, fates, by=signed_in_name(request), now=now)
        messages.success(request, _said(form, done))
        return redirect("attendees:people", event_id=event.pk)
    counts = Counter(fate.kind for fate in fates)
    return desk.show(
        request,
        "attendees/check_import_page.html",
        event=event,
        form=form,
        counts=counts,
        new=counts[NEW],
        fates=sorted(fates, key=lambda fate: (TROUBLE_FIRST[fate.kind], fate.line))[:SHOWN],
        more=max(0, len(fates) - SHOWN),
        is_past=form.cleaned_data["what"] == PAST,
    )


def _fates(event: Event, form: ImportForm, *, now: dt.datetime) -> list[Fate] | None:
    """None when the list cannot be read; the form says why."""
    typed = form.cleaned_data
    try:
        if typed["what"] == PAST:
            return imports.check_past(event, typed["text"], now=now)
        return imports.check_guests(event, typed["text"], over_capacity=typed["over_capacity"], now=now)
    except AttendeeRefused as refusal:
        form.add_error(None, str(refusal))
        return None


def _bring(event: Event, form: ImportForm, fates: list[Fate], *, by: str, now: dt.datetime) -> int:
    typed = form.cleaned_data
    if typed["what"] == PAST:
        return imports.bring_past(event, fates, by=by, now=now)
    options = {"over_capacity": typed["over_capacity"], "with_mail": typed["with_mail"]}
    return imports.bring_guests(event, fates, **options, by=by, now=now)


def _said(form: ImportForm, done: int) -> str:
    if form.cleaned_data["what"] == PAST:
        return f"{done} past visit{pluralize(done, ' was,s were')} brought in."
    return f"{done} guest{pluralize(done, ' was,s were')} brought in."
