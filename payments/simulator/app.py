"""The simulator as a WSGI app: API under /v1, hosted pages under /c, control API under /_control."""

import threading
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from payments.simulator import control, pages, refunds, sessions, settings
from payments.simulator.api import Api
from payments.simulator.call import Call
from payments.simulator.courier import Courier
from payments.simulator.exchange import Request, Response, json_response, read
from payments.simulator.settings import Endpoint
from payments.simulator.store import Store

ASSETS = Path(__file__).parent / "assets"
ASSET_TYPES = {"simulator.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


class Simulator:
    """Safe to call from many threads. close() stops the delivery thread; without it the thread ends with
    the process and what was waiting is delivered after the next start, if there is a state file."""

    def __init__(self, *, store: Store, public_url: str, endpoint: Endpoint | None) -> None:
        self._store, self._public_url, self._given = store, public_url.rstrip("/"), endpoint
        self._stopped = threading.Event()
        self._api = Api(begin=self._begin, stopped=self._stopped)
        self._courier = Courier(store, endpoint=self._endpoint, chores=self._chores)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            request = read(environ)
        except ValueError:
            return Response(400).start(start_response)
        response = self._answer(request)
        self._courier.start()
        if request.method == "POST":
            self._courier.wake()
        return response.start(start_response, with_body=request.method != "HEAD")

    def close(self) -> None:
        self._stopped.set()
        self._courier.close()
        self._store.close()

    def _answer(self, request: Request) -> Response:
        if request.path.startswith("/v1/"):
            return self._api.answer(request)
        if request.path.startswith("/_control"):
            return control.answer(self._begin(), request)
        if request.method not in ("GET", "HEAD", "POST"):
            return Response(405, headers={"Allow": "GET, HEAD, POST"})
        if request.path.startswith("/c/pay/"):
            return pages.answer(self._begin(), request)
        if request.path.startswith("/assets/"):
            return _asset(request.path.removeprefix("/assets/"))
        if request.path in ("", "/"):
            return json_response({"name": "Stripe simulator", "about": "Practice payments: no money moves."})
        return json_response({"error": "Not found"}, status=404)

    def _endpoint(self) -> Endpoint | None:
        return settings.endpoint(self._store, given=self._given)

    def _begin(self) -> Call:
        return Call(self._store, self._public_url, self._endpoint())

    def _chores(self, now: float) -> float | None:
        """What happens by itself; when it happens next."""
        call = self._begin()
        sessions.expire_overdue(call)
        refunds.settle_due(call)
        moments = [moment for moment in (sessions.next_expiry(call), refunds.next_settling(call)) if moment]
        return min(moments, default=None)


def create_app(
    *, state_path: str | None, public_url: str, webhook_url: str | None, webhook_secret: str | None
) -> Simulator:
    """`public_url` is where browsers reach it, with the prefix it is mounted under. Without a state path it
    forgets all when the process ends. A webhook needs both its URL and its secret."""
    if bool(webhook_url) != bool(webhook_secret):
        raise ValueError("a webhook needs a URL and a secret")
    endpoint = Endpoint(webhook_url, webhook_secret) if webhook_url and webhook_secret else None
    return Simulator(store=Store(state_path), public_url=public_url, endpoint=endpoint)


def _asset(name: str) -> Response:
    if name not in ASSET_TYPES:
        return json_response({"error": "Not found"}, status=404)
    headers = {
        "Content-Type": ASSET_TYPES[name],
        "Cache-Control": "public, max-age=3600",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(200, (ASSETS / name).read_bytes(), headers)
