"""The thread that delivers events and lets overdue sessions expire."""

import logging
import os
import threading
import time
from collections.abc import Callable

from payments.simulator import deliveries, webhooks
from payments.simulator.settings import Endpoint
from payments.simulator.store import Store

LONGEST_REST = 60.0
log = logging.getLogger("payments.simulator")


class Courier:
    """Starts with the first start() in a process, so also after a fork; stops with close().
    `chores` runs before each round and returns the moment of its next work, if any."""

    def __init__(
        self,
        store: Store,
        *,
        endpoint: Callable[[], Endpoint | None],
        chores: Callable[[float], float | None],
    ) -> None:
        self._store, self._endpoint, self._chores = store, endpoint, chores
        self._guard = threading.Lock()
        self._pid = 0
        self._bell = threading.Event()
        self._closed = False

    def start(self) -> None:
        with self._guard:
            if self._closed or self._pid == os.getpid():
                return
            self._pid = os.getpid()
            self._bell = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(self._bell,), name="stripe-simulator", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """There may be something to do."""
        self._bell.set()

    def close(self) -> None:
        with self._guard:
            self._closed = True
            running = self._pid == os.getpid()
        if running:
            self._bell.set()
            self._thread.join(timeout=webhooks.TIMEOUT + 1)

    def _run(self, bell: threading.Event) -> None:
        deliveries.take_back(self._store)
        while not self._closed:
            bell.clear()
            rest = self._round()
            bell.wait(rest)

    def _round(self) -> float:
        try:
            overdue = self._chores(time.time())
            while not self._closed and self._deliver_one():
                pass
            moments = [moment for moment in (overdue, deliveries.next_due(self._store)) if moment]
        except Exception:
            if not self._closed:
                log.exception("the simulator's courier stumbled")
            return 1.0
        return min([LONGEST_REST, *(max(0.0, moment - time.time()) for moment in moments)])

    def _deliver_one(self) -> bool:
        row = deliveries.claim(self._store, now=time.time())
        if row is None:
            return False
        endpoint, event = self._endpoint(), self._store.get("event", row["event"])
        if endpoint is None or event is None:
            deliveries.settle(self._store, row, status=None, problem="nowhere to send it", signature="")
            return True
        status, problem, signature = webhooks.deliver(endpoint, event)
        deliveries.settle(self._store, row, status=status, problem=problem, signature=signature)
        return True
