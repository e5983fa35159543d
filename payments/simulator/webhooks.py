"""Signing events and posting them."""

import hashlib
import hmac
import http.client
import json
import time
from urllib.parse import urlsplit

from payments.simulator.settings import Endpoint
from payments.simulator.store import Object

TIMEOUT = 10


def sign(payload: str, secret: str, timestamp: int, *, scheme: str = "v1") -> str:
    """The Stripe-Signature header: HMAC-SHA256 over "timestamp.payload"."""
    digest = hmac.new(secret.encode(), f"{timestamp}.{payload}".encode(), hashlib.sha256).hexdigest()
    return f"t={timestamp},{scheme}={digest}"


def payload(event: Object) -> str:
    """The body as Stripe writes it: indented, so that re-encoding it breaks the signature."""
    return json.dumps(event, indent=2)


def post(endpoint: Endpoint, body: str, *, signature: str | None) -> tuple[int | None, str]:
    """Status and "", or None and what went wrong. Redirects are not followed: they count as failures."""
    parts = urlsplit(endpoint.url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks; simulator)",
        "Connection": "close",
    }
    if signature is not None:
        headers["Stripe-Signature"] = signature
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body.encode(), headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, ""
    except (OSError, http.client.HTTPException) as problem:
        return None, f"{type(problem).__name__}: {problem}"
    finally:
        connection.close()


def deliver(endpoint: Endpoint, event: Object) -> tuple[int | None, str, str]:
    """Signs with the time of this try. Status, problem, signature."""
    body = payload(event)
    signature = sign(body, endpoint.secret, int(time.time()))
    return *post(endpoint, body, signature=signature), signature
