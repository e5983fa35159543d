"""Doing things at the same moment, each with a database connection of its own, as requests and workers do."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connections


@dataclass
class Outcome:
    """What one of them came to: a value, or what it raised."""

    value: Any = None
    raised: BaseException | None = None


def at_once(*acts, together=50):
    """Call all of them at once (at most `together` at a time) and wait; their outcomes in order."""
    barrier = threading.Barrier(min(len(acts), together))

    def run(number, act):
        if number < barrier.parties:
            barrier.wait(30)
        try:
            return Outcome(value=act())
        except Exception as raised:
            return Outcome(raised=raised)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(together) as pool:
        return [future.result() for future in [pool.submit(run, *numbered) for numbered in enumerate(acts)]]


def raised(outcomes):
    """The kinds of what was raised, sorted by name."""
    return sorted(type(one.raised).__name__ for one in outcomes if one.raised)
