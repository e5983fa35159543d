"""What a phone at the door asks for by itself: the page that it keeps, its service worker, its manifest.

The list is networking.views.door.show_list, because it says who suits whom.

The service worker's address lies inside the evening's own door, so that its scope is that door and nothing else.
"""

import functools
import hashlib
import json
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendees.domain import phone_list
from attendees.views import decoder
from attendees.views.door import ways_on
from events.models import Event
from events.views import access
from events.views.access import Who
from foundation.lib import clock
from foundation.lib.forget import FORGET

FOLDER = settings.BASE_DIR / "static/js/door"
MODULES = sorted(path.stem for path in FOLDER.glob("*.js"))
View = Callable[..., HttpResponse]


def for_phone(view: View) -> View:
    """The evening and who is there. Who opened it once and may no more is told to forget what the phone knew; a browser
    that has lost who it was keeps that, for it may hold what was not sent yet, until the link is opened again.
    """

    @never_cache
    @functools.wraps(view)
    def guarded(request: HttpRequest, event_id: int) -> HttpResponse:
        try:
            event, who = access.event_for_door(request, event_id)
        except access.SignInFirst:
            return _shut(request) if access.has_opened(request, event_id) else JsonResponse({}, status=401)
        except (Http404, access.SecondFactorFirst):
            return _shut(request)
        if clock.now() >= phone_list.closes_at(event):
            return _shut(request)
        return view(request, event, who)

    return guarded


@require_safe
@for_phone
def show_worker(request: HttpRequest, event: Event, who: Who) -> HttpResponse:
    """The service worker of this evening's door: what it keeps, then the script that does it."""
    door = reverse("attendees:door", kwargs={"event_id": event.pk})
    kept = {"door": door, "page": f"{door}kept/", "files": _files(door)}
    kept["name"] = f"door-{event.pk}-{hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:12]}-{settings.RELEASE}"
    script = f"const KEPT = {json.dumps(kept)};\nimportScripts({json.dumps(static('js/door_worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript")


@require_safe
@for_phone
def show_manifest(request: HttpRequest, event: Event, who: Who) -> HttpResponse:
    """So that the door of this evening can stand on a phone's first screen."""
    door = reverse("attendees:door", kwargs={"event_id": event.pk})
    icons = [
        {"src": static("icons/icon.svg"), "type": "image/svg+xml", "sizes": "any"},
        {"src": static("icons/icon-192.png"), "type": "image/png", "sizes": "192x192"},
        {"src": static("icons/icon-512.png"), "type": "image/png", "sizes": "512x512"},
        {"src": static("icons/icon-maskable.png"), "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
    ]
    manifest = {
        "id": door,
        "name": f"Door: {event.title}",
        "short_name": "Door",
        "lang": "en-GB",
        "start_url": door,
        "scope": door,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0c3b30",
        "icons": icons,
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


@require_safe
@for_phone
def show_kept_page(request: HttpRequest, event: Event, who: Who) -> HttpResponse:
    """The door's page without anybody on it: the phone fills in the list that it keeps."""
    return render(request, "attendees/door_page.html", {"event": event, "who": who, "is_kept": True, **ways_on(event)})


def _files(door: str) -> list[str]:
    modules = [static(f"js/door/{name}.js") for name in MODULES]
    kept = [static("css/flashmob.css"), static("icons/icon.svg"), *modules, f"{door}door.webmanifest"]
    return [*kept, decoder.url()] if decoder.url() else kept


def _shut(request: HttpRequest) -> HttpResponse:
    """Not theirs, or not any more. Another evening's door on the same phone keeps what it has."""
    answer = JsonResponse({"shut": True}, status=404)
    if not request.user.is_authenticated and len(request.session.get(access.SESSION_KEY, {})) <= 1:
        answer["Clear-Site-Data"] = FORGET
    return answer
