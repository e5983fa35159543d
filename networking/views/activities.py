"""The deck of a series at the desk, and which activity an evening has."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.models import Series
from events.views import access, desk
from foundation.lib import clock
from networking.domain import activities
from networking.domain.refused import NetworkingRefused
from networking.forms.activity import ActivityForm, BringInForm, initial_of
from networking.models import Activity


@never_cache
@require_safe
def list_activities(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    deck = activities.deck_of(found)
    return desk.show(
        request,
        "networking/activities_page.html",
        series=found,
        activities=[activity for activity in deck if activity.retired_at is None],
        retired=[activity for activity in deck if activity.retired_at],
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create_activity(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    form = ActivityForm(request.POST or None, initial={"minutes": 10})
    if request.method == "POST" and form.is_valid():
        try:
            made = activities.create(
                found, values=form.cleaned_data, by=access.signed_in_name(request), now=clock.now()
            )
        except NetworkingRefused as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, f"“{made.title}” is in your deck.")
            return redirect("networking:list-activities", series=found.slug)
    return desk.show(request, "networking/activity_page.html", series=found, form=form, activity=None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_activity(request: HttpRequest, series: str, activity: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    card = _find(found, activity)
    form = ActivityForm(request.POST or None, initial=initial_of(card))
    if request.method == "POST" and form.is_valid():
        activities.edit(card, changes=form.cleaned_data, by=access.signed_in_name(request), now=clock.now())
        messages.success(request, "Saved.")
        return redirect("networking:list-activities", series=found.slug)
    return desk.show(request, "networking/activity_page.html", series=found, form=form, activity=card)


@require_POST
def retire_activity(request: HttpRequest, series: str, activity: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    card = _find(found, activity)
    activities.retire(card, by=access.signed_in_name(request), now=clock.now())
    messages.success(request, f"“{card.title}” is not offered any more. It stays below, under “Retired”.")
    return redirect("networking:list-activities", series=found.slug)


@require_POST
def bring_back_activity(request: HttpRequest, series: str, activity: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    card = _find(found, activity)
    activities.bring_back(card, by=access.signed_in_name(request), now=clock.now())
    messages.success(request, f"“{card.title}” is offered again.")
    return redirect("networking:list-activities", series=found.slug)


@never_cache
@require_safe
def download_deck(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}-activities.json"'}
    return HttpResponse(activities.as_deck(found), content_type="application/json", headers=headers)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in_deck(request: HttpRequest, series: str) -> HttpResponse:
    """First shows what the deck would do; sent again with `sure`, does it."""
    found = access.series_for_host(request, series)
    form = BringInForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return desk.show(request, "networking/bring_in_deck_page.html", series=found, form=form)
    if "sure" not in request.POST:
        known = {activity.title.casefold() for activity in activities.deck_of(found)}
        lines = [(entry, entry.title.casefold() in known) for entry in form.entries]
        context = {"series": found, "lines": lines, "words": form.cleaned_data["words"]}
        return desk.show(request, "networking/check_deck_page.html", **context)
    count = activities.bring_in(found, form.entries, by=access.signed_in_name(request), now=clock.now())
    messages.success(request, f"{count} {'activity is' if count == 1 else 'activities are'} in your deck.")
    return redirect("networking:list-activities", series=found.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_activity(request: HttpRequest, event_id: int) -> HttpResponse:
    """Which activity the evening has; an empty one takes it away."""
    event, who = access.event_for_stand_in(request, event_id)
    if request.method == "POST":
        slug = request.POST.get("activity", "")
        activity = _find(event.series, slug) if slug else None
        activities.choose(event, activity, by=who.name, now=clock.now())
        messages.success(request, f"Tonight: “{activity.title}”." if activity else "No activity tonight.")
        return redirect("networking:choose-activity", event_id=event.pk)
    chosen = activities.chosen(event)
    others = [activity for activity in activities.offered(event.series) if activity != chosen]
    context = {"event": event, "who": who, "chosen": chosen, "activities": others}
    return desk.show(request, "networking/choose_activity_page.html", **context)


def _find(series: Series, slug: str) -> Activity:
    found = activities.find(series, slug)
    if found is None:
        raise Http404
    return found
