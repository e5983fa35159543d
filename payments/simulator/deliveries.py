"""Deliveries: which event goes to the webhook when, and what came of it."""

import os
import sqlite3
import time
from typing import Any

from payments.simulator import settings
from payments.simulator.call import Call
from payments.simulator.store import Object, Store

SHUFFLE_WINDOW = 0.3
SHUFFLE_STEP = 0.01
RETRY_AFTER = (1, 2, 5, 15, 60, 300, 900, 3600)
LEASE = 60


def schedule(call: Call, event: Object) -> None:
    """One delivery, or as many as the settings ask for; a dropped one is written down as dropped."""
    if call.endpoint is None:
        return
    how = settings.webhooks(call.store)
    touched = not how.types or event["type"] in how.types
    due = time.time()
    copies, state = 1, "waiting"
    if touched:
        copies += how.duplicate
        due += how.delay + (_turned_round(call.emitted) if how.shuffle else 0)
        state = "dropped" if settings.take_drop(call.store) else "waiting"
    call.emitted += 1
    for _ in range(copies):
        add(call.store, event, due_at=due, state=state)


def _turned_round(place: int) -> float:
    return max(0.0, SHUFFLE_WINDOW - place * SHUFFLE_STEP)


def add(store: Store, event: Object, *, due_at: float, state: str = "waiting") -> None:
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO deliveries (event, type, state, due_at) VALUES (?, ?, ?, ?)",
            (event["id"], event["type"], state, due_at),
        )


def claim(store: Store, *, now: float) -> sqlite3.Row | None:
    """The next one due, leased to this process; one whose sender died comes back, after the lease at the latest."""
    with store.transaction() as connection:
        row: sqlite3.Row | None = connection.execute(
            "SELECT * FROM deliveries WHERE (state = 'waiting' AND due_at <= ?) "
            "OR (state = 'sending' AND claimed_at <= ?) ORDER BY due_at, id LIMIT 1",
            (now, now - LEASE),
        ).fetchone()
        if row is not None:
            connection.execute(
                "UPDATE deliveries SET state = 'sending', sender = ?, claimed_at = ?, attempts = attempts + 1 "
                "WHERE id = ?",
                (os.getpid(), now, row["id"]),
            )
    return row


def take_back(store: Store) -> None:
    """When this process starts to deliver: what a dead one was sending waits again."""
    with store.transaction() as connection:
        rows = connection.execute("SELECT DISTINCT sender FROM deliveries WHERE state = 'sending'").fetchall()
        for row in rows:
            if row["sender"] == os.getpid() or not _alive(row["sender"]):
                connection.execute(
                    "UPDATE deliveries SET state = 'waiting' WHERE state = 'sending' AND sender = ?",
                    (row["sender"],),
                )


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def settle(store: Store, row: sqlite3.Row, *, status: int | None, problem: str, signature: str) -> None:
    """Sent when the answer was a 2xx; else again later, and failed when every try is used up."""
    now = time.time()
    attempt = row["attempts"]
    if status is not None and 200 <= status < 300:
        state, due = "sent", row["due_at"]
    elif attempt < len(RETRY_AFTER):
        state, due = "waiting", now + RETRY_AFTER[attempt]
    else:
        state, due = "failed", row["due_at"]
    with store.transaction() as connection:
        connection.execute(
            "UPDATE deliveries SET state = ?, due_at = ?, answered_at = ?, status = ?, problem = ?, "
            "signature = ? WHERE id = ?",
            (state, due, now, status, problem, signature, row["id"]),
        )


def next_due(store: Store) -> float | None:
    with store.transaction() as connection:
        row = connection.execute("SELECT min(due_at) AS due FROM deliveries WHERE state = 'waiting'").fetchone()
    return None if row is None else row["due"]


def hurry(store: Store, *, seconds: float) -> None:
    """Waiting deliveries come that much sooner."""
    with store.transaction() as connection:
        connection.execute("UPDATE deliveries SET due_at = due_at - ? WHERE state = 'waiting'", (seconds,))


def listed(store: Store) -> list[dict[str, Any]]:
    """All, in the order they were scheduled."""
    with store.transaction() as connection:
        rows = connection.execute("SELECT * FROM deliveries ORDER BY id").fetchall()
    return [dict(row) for row in rows]


def idle(store: Store, *, now: float) -> bool:
    """Whether nothing is due or on its way; retries and delays still to come do not count."""
    with store.transaction() as connection:
        row = connection.execute(
            "SELECT count(*) AS busy FROM deliveries WHERE state = 'sending' OR (state = 'waiting' AND due_at <= ?)",
            (now,),
        ).fetchone()
    return bool(row["busy"] == 0)
