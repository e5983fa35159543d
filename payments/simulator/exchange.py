"""A request read from WSGI and an answer to be given back."""

import ipaddress
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

LARGEST_BODY = 1_000_000


@dataclass(frozen=True)
class Request:
    """`path` is below the place where the simulator is mounted, `mount` is that place."""

    method: str
    path: str
    mount: str
    query: str
    body: bytes
    headers: dict[str, str]
    remote: str

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def from_this_machine(self) -> bool:
        """Asked on loopback by its own name, and not handed on by a proxy."""
        handed_on = any(name in self.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))
        return _loopback(self.remote) and not handed_on and _loopback(_name_of(self.headers.get("host", "")))


@dataclass
class Response:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def start(self, start_response: StartResponse, *, with_body: bool = True) -> Iterable[bytes]:
        headers = {"Content-Length": str(len(self.body)), **self.headers}
        phrase = HTTPStatus(self.status).phrase
        start_response(f"{self.status} {phrase}", list(headers.items()))
        return [self.body] if with_body else []


def read(environ: WSGIEnvironment) -> Request:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not 0 <= length <= LARGEST_BODY:
        raise ValueError("the body is too large")
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace"),
        mount=environ.get("SCRIPT_NAME", ""),
        query=environ.get("QUERY_STRING", ""),
        body=environ["wsgi.input"].read(length) if length else b"",
        headers=headers,
        remote=environ.get("REMOTE_ADDR", ""),
    )


def json_response(value: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    body = json.dumps(value, indent=2).encode() + b"\n"
    return Response(status, body, {"Content-Type": "application/json", "Cache-Control": "no-store", **(headers or {})})


def redirect(url: str) -> Response:
    return Response(303, b"", {"Location": url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


def _name_of(host: str) -> str:
    return host.rsplit(":", 1)[0].strip("[]") if not host.endswith("]") else host.strip("[]")


def _loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
