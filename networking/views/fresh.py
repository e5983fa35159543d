"""Pages of the room, which are asked for again and again: drawn only when something on them changed.

They touch no session and no message, so that who may keep them is said here: the phone itself, which asks each time.
"""

import datetime as dt
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags


def validator(*shown: object) -> str:
    """The same while everything shown (values that print what they are) and the release are the same."""
    return f'W/"{hashlib.sha256(repr((settings.RELEASE, shown)).encode()).hexdigest()[:32]}"'


def answer(request: HttpRequest, make: Callable[[], HttpResponse], *, etag: str, now: dt.datetime) -> HttpResponse:
    """What `make` draws, or 304 for whoever has it already; `X-Time` says when it was true."""
    is_known = etag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    response = HttpResponseNotModified() if is_known else make()
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Time"] = now.isoformat()
    return response
