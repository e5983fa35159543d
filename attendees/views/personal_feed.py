from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from attendees.domain import personal_feed, profiles
from foundation.lib import calendar_response, clock


@require_safe
def show_feed(request: HttpRequest, feed_code: str) -> HttpResponseBase:
    """The evenings of whoever has this secret."""
    profile = personal_feed.owner(feed_code)
    if profile is None:
        raise Http404
    content = personal_feed.of(profile, now=clock.now())
    return calendar_response.answer(request, content, name="my-evenings.ics", is_private=True)


@require_POST
@login_required
def reset_feed(request: HttpRequest) -> HttpResponse:
    """Give the signed-in person's feed a new address."""
    profile = profiles.of(request.user)
    if profile is None:
        raise Http404
    personal_feed.reset(profile)
    messages.success(request, "Your calendar has a new address. The old one no longer works: subscribe again.")
    return redirect(settings.LOGIN_REDIRECT_URL)
