"""Leases: of all the beats and workers, one runs a sweep at a time. Real time, not the demo's."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from foundation.lib import clock, codes
from foundation.sweeps.models import Lease

log = logging.getLogger(__name__)


@contextmanager
def leased(name: str, *, seconds: int = 55) -> Iterator[bool]:
    """Yield True when this process got the sweep `name`, for `seconds` at most; False when another has it.

    A holder that dies loses the lease when it runs out; one that ends well gives it back and stamps `done_at`.
    """
    holder = codes.random_code()
    if not _take(name, holder=holder, until=clock.real_now() + dt.timedelta(seconds=seconds)):
        yield False
        return
    try:
        yield True
    except BaseException:
        Lease.objects.filter(name=name, holder=holder).update(until=clock.real_now())
        raise
    now = clock.real_now()
    Lease.objects.filter(name=name, holder=holder).update(until=now, done_at=now)


def sweep(name: str, work: Callable[[dt.datetime], int]) -> None:
    """Do `work` (given product time, it says how much it did) when this process gets the sweep `name`."""
    with leased(name) as mine:
        done = work(clock.now()) if mine else 0
    if done:
        log.info("sweep did something", extra={"sweep": name, "count": done})


def last_done(name: str) -> dt.datetime | None:
    """When the sweep `name` last ended well (real time)."""
    return Lease.objects.filter(name=name).values_list("done_at", flat=True).first()


def _take(name: str, *, holder: str, until: dt.datetime) -> bool:
    now = clock.real_now()
    Lease.objects.bulk_create([Lease(name=name, until=now)], ignore_conflicts=True)
    return bool(Lease.objects.filter(name=name, until__lte=now).update(holder=holder, until=until))
