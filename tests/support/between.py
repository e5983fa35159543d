"""Another request between two looks at the database, always at the same place: what a race finds by chance."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def after_one_look(act, *, looks=1):
    """Inside, `act` is done once, right after the first query, or the first of `looks`."""
    done, seen = [], []

    def look(execute, *query):
        found = execute(*query)
        seen.append(True)
        if not done and len(seen) == looks:
            done.append(True)
            act()
        return found

    with connection.execute_wrapper(look):
        yield
    assert done
