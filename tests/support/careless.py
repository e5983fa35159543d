"""Without the guard: look first, write later. For negative controls only."""

import contextlib
import threading
import time

from django.db.models import F, QuerySet

from events.domain import places
from events.models import Places

PAUSE = 0.05  # seconds
update = QuerySet.update


def look_then_write(event_id, count):
    row = Places.objects.get(event_id=event_id)
    if row.taken + count > row.capacity:
        raise places.Full
    time.sleep(PAUSE)
    Places.objects.filter(event_id=event_id).update(taken=F("taken") + count)


def once_all_are_there(write, count):
    """It writes once so many have looked, each in a thread of its own."""
    there = threading.Barrier(count)

    def together(*args, **kwargs):
        _wait(there)
        return write(*args, **kwargs)

    return together


def looked_at_by_all(look, count):
    """What it says is acted on once so many have looked, each in a thread of its own."""
    there = threading.Barrier(count)

    def looked(*args, **kwargs):
        found = look(*args, **kwargs)
        _wait(there)
        return found

    return looked


def look_then_update(count):
    """A conditional UPDATE in two: so many read who fits, and then each writes, whatever they have become."""
    there = threading.Barrier(count)

    def in_two(rows, **fields):
        ids = list(rows.values_list("pk", flat=True))
        _wait(there)
        return update(rows.model._base_manager.using(rows.db).filter(pk__in=ids), **fields)

    return in_two


def _wait(barrier):
    """Not where the test is set up; and nobody waits for ever."""
    if threading.current_thread() is not threading.main_thread():
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(20)
