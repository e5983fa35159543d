"""Anonymous pages are rendered once per revision of what they show, not once per request.

A page gives a stamp (everything it shows, from one query, and the phase of time it is in). While the stamp is the
same, the bytes are the same: kept in this process, already compressed, with a validator. The pages are the same for
everybody: no session, no CSRF token, no nonce.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

KEPT = 500
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Rendered:
    stamp: object
    etag: str
    body: bytes
    zipped: bytes
    headers: Mapping[str, str]


class Shelf:
    """The most recently asked-for pages, by name."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Rendered] = OrderedDict()
        self._lock = Lock()

    def find(self, name: str, stamp: object) -> Rendered | None:
        with self._lock:
            page = self._pages.get(name)
            if page is None or page.stamp != stamp:
                return None
            self._pages.move_to_end(name)
            return page

    def put(self, name: str, page: Rendered) -> None:
        with self._lock:
            self._pages[name] = page
            self._pages.move_to_end(name)
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


shelf = Shelf()


def for_everybody(view: View) -> View:
    """A page that shows the same to whoever asks, and only shows: flashmob.middleware.AnswerEverybody answers it."""
    answer: Any = require_safe(view)
    answer.is_for_everybody = True
    return answer


def is_for_everybody(view: Callable[..., Any]) -> bool:
    return getattr(view, "is_for_everybody", False)


def once(
    request: HttpRequest,
    *,
    stamp: object,
    make: Callable[[], str | bytes],
    content_type: str = "text/html; charset=utf-8",
) -> HttpResponse:
    """The page at this path for this stamp; `make` is called only when the stamp is new to this process."""
    page = shelf.find(request.path, stamp)
    if page is None:
        page = _render(stamp, make(), content_type)
        shelf.put(request.path, page)
    return _answer(request, page)


def _render(stamp: object, made: str | bytes, content_type: str) -> Rendered:
    body = made.encode() if isinstance(made, str) else made
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "Content-Type": content_type,
        "ETag": etag,
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Encoding",
    }
    return Rendered(stamp, etag, body, gzip.compress(body, 9, mtime=0), headers)


def _answer(request: HttpRequest, page: Rendered) -> HttpResponse:
    if page.etag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
        return HttpResponseNotModified(headers=page.headers)
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        return HttpResponse(page.zipped, headers={**page.headers, "Content-Encoding": "gzip"})
    return HttpResponse(page.body, headers=page.headers)
