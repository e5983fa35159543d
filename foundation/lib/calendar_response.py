"""A calendar file as an HTTP answer, with a validator, so that a subscriber's hourly question costs no bytes."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags


def answer(request: HttpRequest, content: bytes, *, name: str, is_private: bool = False) -> HttpResponse:
    """200 with the file, or 304 when the asker has these very bytes already."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response: HttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache" if is_private else "public, max-age=300"
    return response
