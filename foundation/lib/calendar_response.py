"""A calendar file as an HTTP answer, with a validator, so that a subscriber's hourly question costs no bytes."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response


def answer(request: HttpRequest, content: bytes, *, name: str, is_private: bool = False) -> HttpResponseBase:
    """200 with the file, or 304 when the asker has these very bytes already (also behind a proxy that packs them)."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Cache-Control"] = "private, no-cache" if is_private else "public, max-age=300"
    return get_conditional_response(request, etag=etag, response=response) or response
