"""Idempotency keys: the same request twice is done once and answered twice."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from payments.simulator.errors import StripeError
from payments.simulator.store import Store

KEPT_FOR = 24 * 60 * 60
LONGEST = 255


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    request_id: str


class Desk:
    """Knows which keys are being worked on in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy: set[str] = set()

    @contextmanager
    def working_on(self, key: str) -> Iterator[None]:
        """Refuses a key that is being worked on (409)."""
        with self._lock:
            if key in self._busy:
                raise StripeError(
                    "There is currently another in-progress request using this Idempotent Key (that "
                    "probably means you submitted twice, and the other request is still going through): "
                    f"{key}. Please try again later.",
                    status=409,
                    kind="idempotency_error",
                    code="idempotency_key_in_use",
                    began=False,
                )
            self._busy.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._busy.discard(key)


def check_length(key: str) -> None:
    if len(key) > LONGEST:
        raise StripeError("Idempotency keys can be at most 255 characters long.", began=False)


def fingerprint(path: str, body: bytes) -> str:
    return hashlib.sha256(path.encode() + b"\n" + body).hexdigest()


def remembered(store: Store, key: str, *, path: str, body: bytes) -> Answer | None:
    """The first answer to that key; refuses another request under it."""
    with store.transaction() as connection:
        row = connection.execute("SELECT * FROM answers WHERE key = ?", (key,)).fetchone()
        if row is None or row["at"] < time.time() - KEPT_FOR:
            connection.execute("DELETE FROM answers WHERE key = ?", (key,))
            return None
    if row["path"] != path:
        raise _misused(
            f"Keys for idempotent requests can only be used for the same endpoint they were first used for "
            f"('{row['path']}' vs '{path}'). Try using a key other than '{key}' if you meant to execute a "
            "different request."
        )
    if row["params"] != fingerprint(path, body):
        raise _misused(
            "Keys for idempotent requests can only be used with the same parameters they were first used "
            f"with. Try using a key other than '{key}' if you meant to execute a different request."
        )
    return Answer(row["status"], row["body"], row["request"])


def remember(store: Store, key: str, *, path: str, body: bytes, answer: Answer) -> None:
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO answers (key, path, params, status, body, request, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                path,
                fingerprint(path, body),
                answer.status,
                answer.body,
                answer.request_id,
                time.time(),
            ),
        )


def encode(body: object) -> str:
    return json.dumps(body, indent=2) + "\n"


def _misused(message: str) -> StripeError:
    return StripeError(message, kind="idempotency_error", began=False)
