"""Anonymous pages are rendered once per revision of what they show, not once per request.

A page gives a stamp (everything it shows, from one query, and the phase of time it is in). While the stamp is the
same, the bytes are the same: kept in this process, already compressed, with a validator. The pages are the same for
everybody: no session, no CSRF token, no nonce.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

KEPT = 500


@dataclass(frozen=True)
class Rendered:
    stamp: str
    etag: str
    body: bytes
    zipped: bytes
    content_type: str


class Shelf:
    """The most recently asked-for pages, by name."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Rendered] = OrderedDict()
        self._lock = Lock()

    def find(self, name: str, stamp: str) -> Rendered | None:
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


def once(
    request: HttpRequest,
    *,
    stamp: object,
    make: Callable[[], str | bytes],
    content_type: str = "text/html; charset=utf-8",
) -> HttpResponse:
    """The page at this path for this stamp; `make` is called only when the stamp is new to this process."""
    name, written = request.path, repr((settings.RELEASE, stamp))
    page = shelf.find(name, written)
    if page is None:
        page = _render(written, make(), content_type)
        shelf.put(name, page)
    return _answer(request, page)


def _render(stamp: str, made: str | bytes, content_type: str) -> Rendered:
    body = made.encode() if isinstance(made, str) else made
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Rendered(stamp, etag, body, gzip.compress(body, 9, mtime=0), content_type)


def _answer(request: HttpRequest, page: Rendered) -> HttpResponse:
    response: HttpResponse
    if page.etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(page.zipped, content_type=page.content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(page.body, content_type=page.content_type)
    response["ETag"] = page.etag
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
