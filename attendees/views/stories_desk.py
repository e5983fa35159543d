"""What people told about the evenings of a series, for its hosts: read, publish, hide."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.domain import quotes, stories
from attendees.domain.refused import AttendeeRefused
from events.views import access, desk
from foundation.lib import clock, form_numbers


@never_cache
@require_safe
def list_stories(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    told = [{"story": story, "alone": [quotes.quote(story)]} for story in stories.listed(found)]
    return desk.show(request, "attendees/stories_page.html", series=found, told=told)


@never_cache
@require_POST
def publish_story(request: HttpRequest, series: str, story_id: int) -> HttpResponse:
    """`telling` is the one that the host has read."""
    found = access.series_for_host(request, series)
    telling = form_numbers.read(request.POST.get("telling", ""))
    by, now = access.signed_in_name(request), clock.now()
    try:
        stories.publish(found, story_id=story_id, telling=telling, by=by, now=now)
        messages.success(request, "Everybody can read it now.")
    except AttendeeRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("attendees:stories", series=found.slug)


@never_cache
@require_POST
def hide_story(request: HttpRequest, series: str, story_id: int) -> HttpResponse:
    found = access.series_for_host(request, series)
    stories.hide(found, story_id=story_id, by=access.signed_in_name(request), now=clock.now())
    messages.success(request, "Only you and whoever told it see it now.")
    return redirect("attendees:stories", series=found.slug)
