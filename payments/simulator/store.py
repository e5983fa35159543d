"""What the simulator knows, in SQLite: objects as JSON, remembered answers, deliveries, settings."""

import json
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    created INTEGER NOT NULL, body TEXT NOT NULL, private TEXT NOT NULL DEFAULT '{}');
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
CREATE INDEX IF NOT EXISTS objects_by_intent ON objects (kind, json_extract(body, '$.payment_intent'));
CREATE INDEX IF NOT EXISTS objects_by_charge ON objects (kind, json_extract(body, '$.charge'));
CREATE INDEX IF NOT EXISTS objects_by_status ON objects (kind, json_extract(body, '$.status'));
CREATE INDEX IF NOT EXISTS objects_by_moment ON objects (kind, json_extract(private, '$.at'));
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, path TEXT NOT NULL, params TEXT NOT NULL, status INTEGER NOT NULL,
    body TEXT NOT NULL, request TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, type TEXT NOT NULL, state TEXT NOT NULL,
    due_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, sender INTEGER, claimed_at REAL, answered_at REAL,
    status INTEGER, problem TEXT, signature TEXT);
CREATE INDEX IF NOT EXISTS deliveries_by_state ON deliveries (state, due_at);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
TABLES = ("objects", "answers", "deliveries", "settings")

Object = dict[str, Any]

_STORES: "weakref.WeakSet[Store]" = weakref.WeakSet()


class Store:
    """One connection a process behind one lock. With a path it survives a restart and may be shared by
    processes; without one it lives in this process only."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._depth = 0
        self._connection: sqlite3.Connection | None = None
        with self.transaction():
            pass
        _STORES.add(self)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(
                self._path or ":memory:", check_same_thread=False, isolation_level=None, timeout=20
            )
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.executescript(SCHEMA)
        return self._connection

    def before_fork(self) -> None:
        """SQLite must not be carried into a child, least of all in the middle of something."""
        self._lock.acquire()
        if self._path and self._connection:
            self._connection.close()
            self._connection = None

    def after_fork(self) -> None:
        self._lock.release()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. Inside another one, an error undoes this one's part only."""
        with self._lock:
            connection = self._open()
            begin, commit, undo = _words(self._depth)
            connection.execute(begin)
            self._depth += 1
            try:
                yield connection
            except BaseException:
                for word in undo:
                    connection.execute(word)
                raise
            else:
                connection.execute(commit)
            finally:
                self._depth -= 1

    def add(self, object: Object, *, private: Object | None = None) -> None:
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO objects (id, kind, created, body, private) VALUES (?, ?, ?, ?, ?)",
                (
                    object["id"],
                    object["object"],
                    object.get("created", 0),
                    json.dumps(object),
                    json.dumps(private or {}),
                ),
            )

    def save(self, object: Object) -> None:
        with self.transaction() as connection:
            connection.execute("UPDATE objects SET body = ? WHERE id = ?", (json.dumps(object), object["id"]))

    def get(self, kind: str, id: str) -> Object | None:
        with self.transaction() as connection:
            row = connection.execute("SELECT body FROM objects WHERE id = ? AND kind = ?", (id, kind)).fetchone()
        return json.loads(row["body"]) if row else None

    def private(self, id: str) -> Object:
        """What the simulator keeps about an object and Stripe would not show."""
        with self.transaction() as connection:
            row = connection.execute("SELECT private FROM objects WHERE id = ?", (id,)).fetchone()
        return json.loads(row["private"]) if row else {}

    def save_private(self, id: str, private: Object) -> None:
        with self.transaction() as connection:
            connection.execute("UPDATE objects SET private = ? WHERE id = ?", (json.dumps(private), id))

    def place(self, kind: str, id: str) -> int | None:
        """Where it stands in the order of creation."""
        with self.transaction() as connection:
            row = connection.execute("SELECT seq FROM objects WHERE id = ? AND kind = ?", (id, kind)).fetchone()
        return row["seq"] if row else None

    def find(self, kind: str, where: str = "1", *values: Any, limit: int = -1, order: str = "DESC") -> list[Object]:
        """Newest first. `where` and `order` are written by the simulator, only `values` come from outside."""
        with self.transaction() as connection:
            rows = connection.execute(
                f"SELECT body FROM objects WHERE kind = ? AND ({where}) ORDER BY seq {order} LIMIT ?",  # noqa: S608
                (kind, *values, limit),
            ).fetchall()
        return [json.loads(row["body"]) for row in rows]

    def setting(self, name: str) -> Any:
        with self.transaction() as connection:
            row = connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return json.loads(row["value"]) if row else None

    def set(self, name: str, value: Any) -> None:
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO settings (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, json.dumps(value)),
            )

    def clear(self) -> None:
        with self.transaction() as connection:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608

    def close(self) -> None:
        _STORES.discard(self)
        with self._lock:
            if self._connection:
                self._connection.close()


def _words(depth: int) -> tuple[str, str, tuple[str, ...]]:
    if depth == 0:
        return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
    point = f"inner_{depth}"
    return f"SAVEPOINT {point}", f"RELEASE {point}", (f"ROLLBACK TO {point}", f"RELEASE {point}")


def _before_fork() -> None:
    for store in _STORES:
        store.before_fork()


def _after_fork() -> None:
    for store in _STORES:
        store.after_fork()


os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork)
