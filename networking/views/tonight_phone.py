"""What the host's phone asks for by itself, to go on without a connection: the evening as data, the page that it keeps,
its service worker; and what it did meanwhile.

The worker's address lies inside tonight's page, so that its scope is that page and nothing else (decision 11).
"""

import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.models import Event
from events.views import access, desk
from events.views.access import Who
from foundation.lib import clock
from networking.domain import run_acts, tonight, tonight_file
from networking.forms.run_act import ToldActForm
from networking.models import RunAct

FOLDER = settings.BASE_DIR / "static/js/tonight"
MODULES = sorted(path.stem for path in FOLDER.glob("*.js"))
MOST_AT_ONCE = 50
NOT_UNDERSTOOD = "This was not understood."
View = Callable[..., HttpResponse]


def for_phone(view: View) -> View:
    """The evening and who runs it. Who may no more, or is hours late, is told to forget what the phone knew."""

    @never_cache
    @functools.wraps(view)
    def guarded(request: HttpRequest, event_id: int) -> HttpResponse:
        try:
            event, who = access.event_for_stand_in(request, event_id)
        except access.SignInFirst:
            return JsonResponse({}, status=401)
        except (Http404, access.SecondFactorFirst):
            return JsonResponse({"shut": True}, status=404)
        return view(request, event, who)

    return guarded


@require_safe
@for_phone
def show_state(request: HttpRequest, event: Event, who: Who) -> HttpResponse:
    """The evening with a validator; the head also brings the time and the token that a POST needs."""
    now = clock.now()
    found = tonight_file.write(tonight.state_of(event, now))
    validator = f'"{hashlib.sha256(json.dumps(found).encode()).hexdigest()[:32]}"'
    is_known = request.headers.get("If-None-Match") == validator
    answer = HttpResponse(status=304) if is_known else JsonResponse(found)
    answer["ETag"] = validator
    answer["X-Time"] = now.isoformat()
    answer["X-Token"] = get_token(request)
    return answer


@require_POST
@for_phone
def tell_acts(request: HttpRequest, event: Event, who: Who) -> HttpResponse:
    """JSON: {"acts": […]} in the order in which they were done; each is answered by itself, by its nonce."""
    told = _read(request)
    if told is None:
        return JsonResponse({"error": "Not understood"}, status=400)
    return JsonResponse({"answers": [_tell(event, who, fields) for fields in told]})


@require_safe
@for_phone
def show_worker(request: HttpRequest, event: Event, who: Who) -> HttpResponse:
    """The service worker of tonight's page: what it keeps, then the script that does it."""
    page = reverse("networking:tonight", kwargs={"event_id": event.pk})
    files = [static("css/flashmob.css"), static("icons/icon.svg"), *(static(f"js/tonight/{one}.js") for one in MODULES)]
    kept: dict[str, Any] = {"scope": page, "page": f"{page}kept/", "files": files}
    stamp = hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:12]
    kept["name"] = f"tonight-{event.pk}-{stamp}-{settings.RELEASE}"
    script = f"const KEPT = {json.dumps(kept)};\nimportScripts({json.dumps(static('js/tonight_worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript")


@require_safe
@for_phone
def show_kept_page(request: HttpRequest, event: Event, who: Who) -> HttpResponse:
    """Tonight's page without anybody on it: the phone fills in what it keeps."""
    shown = {"event": event, "desk_place": "tonight", "tonight_url": reverse("networking:tonight", args=[event.pk])}
    return desk.show(request, "networking/tonight_kept_page.html", **shown)


def _read(request: HttpRequest) -> list[dict[str, Any]] | None:
    """The acts, if the body has the shape that our own page sends."""
    try:
        acts = json.loads(request.body)["acts"]
    except (ValueError, TypeError, KeyError):
        return None
    is_ours = isinstance(acts, list) and len(acts) <= MOST_AT_ONCE and all(isinstance(one, dict) for one in acts)
    return acts if is_ours else None


def _tell(event: Event, who: Who, fields: dict[str, Any]) -> dict[str, Any]:
    """Answered also when it makes no sense, or the phone would send it for ever."""
    form = ToldActForm(fields)
    if not form.is_valid():
        return {"nonce": str(fields.get("nonce", ""))[:26], "outcome": RunAct.OVERTAKEN, "why": NOT_UNDERSTOOD}
    nonce = form.cleaned_data["nonce"]
    done = run_acts.tell(event, form.act, nonce=nonce, ago=form.how_long_ago, by=who.name, now=clock.now())
    return {"nonce": nonce, "outcome": done.outcome, "why": done.why}
