"""The page behind a link for one evening; opening it is a button, so that a mail scanner opens nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.domain import evening_links
from events.models import EveningLink
from events.views import access, upstairs
from foundation.lib import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_evening_link(request: HttpRequest, code: str) -> HttpResponse:
    link = evening_links.find(code, now=clock.now())
    if link is None:
        raise Http404
    if request.method == "POST":
        access.open_link(request, link)
        return redirect(_first_page(link))
    return render(request, "events/evening_link_page.html", {"link": link, "event": link.event})


def _first_page(link: EveningLink) -> str:
    first_page = upstairs.host_event if link.role == EveningLink.STAND_IN else upstairs.door
    return first_page(link.event_id)
