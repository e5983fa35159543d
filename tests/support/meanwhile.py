"""Another request that comes between two queries of this one, as it may on a server with several workers."""

import contextlib

from django.db import connection


@contextlib.contextmanager
def meanwhile(act, *, after=""):
    """Call `act` just after the first query whose SQL contains `after`; yields a list, in which its answer will be."""
    done = []
    begun = []

    def between(execute, sql, *rest):
        found = execute(sql, *rest)
        if after in sql and not begun:
            begun.append(True)
            done.append(act())
        return found

    with connection.execute_wrapper(between):
        yield done
    assert done, f"no query contained {after!r}"
