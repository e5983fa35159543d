"""A list from elsewhere: first each line's fate, then, with the button on that page, it is brought in."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import pluralize
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from attendees.domain import imports
from attendees.domain.import_fates import BAD, FULL, JOINED, KNOWN, NEW
from attendees.domain.imports import Plan
from attendees.domain.refused import AttendeeRefused
from attendees.forms.import_people import PAST, ImportForm
from attendees.models import PeopleImport
from events.models import Event
from events.views import access, desk
from events.views.access import signed_in_name
from foundation.lib import clock

SHOWN = 200
TROUBLE_FIRST = {BAD: 0, FULL: 1, NEW: 2, JOINED: 3, KNOWN: 4}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_people(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return desk.show(request, "attendees/import_page.html", event=event, form=form)
    typed, terms, now = form.cleaned_data, form.terms(), clock.now()
    try:
        if request.POST.get("then") == "bring":
            who = signed_in_name(request)
            job = imports.want(event, typed["what"], typed["text"], terms, key=typed["form_code"], by=who, now=now)
            return _after(request, job)
        plan = imports.check(event, typed["what"], typed["text"], terms, now=now)
    except AttendeeRefused as refusal:
        form.add_error(None, str(refusal))
        return desk.show(request, "attendees/import_page.html", event=event, form=form)
    return _show_plan(request, event, form, plan)


@never_cache
@require_safe
def show_import(request: HttpRequest, event_id: int, import_id: int) -> HttpResponse:
    """How far a long list is."""
    event = access.event_for_host(request, event_id)
    job = get_object_or_404(PeopleImport, pk=import_id, event=event)
    return desk.show(request, "attendees/import_progress_page.html", event=event, job=job)


def _show_plan(request: HttpRequest, event: Event, form: ImportForm, plan: Plan) -> HttpResponse:
    counts = Counter(fate.kind for fate in plan.fates)
    return desk.show(
        request,
        "attendees/check_import_page.html",
        event=event,
        form=form,
        plan=plan,
        counts=counts,
        new=len(plan.brought),
        news=sum(fate.news is not None for fate in plan.brought),
        fates=sorted(plan.fates, key=lambda fate: (TROUBLE_FIRST[fate.kind], fate.line))[:SHOWN],
        more=max(0, len(plan.fates) - SHOWN),
        is_past=form.cleaned_data["what"] == PAST,
    )


def _after(request: HttpRequest, job: PeopleImport) -> HttpResponse:
    """A short list is in by now; a long one has a page that shows how far it is."""
    if job.done_at is None:
        return redirect("attendees:show-import", event_id=job.event_id, import_id=job.pk)
    what = "past visit" if job.what == PAST else "guest"
    messages.success(request, f"{job.brought} {what}{pluralize(job.brought, ' was,s were')} brought in. {job.failure}")
    return redirect("attendees:people", event_id=job.event_id)
