"""Another request between two looks at the database, always at the same place: what a race finds by chance."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def after_one_look(act):
    """Inside, `act` is done once, right after the first query."""
    done = []

    def look(execute, *query):
        found = execute(*query)
        if not done:
            done.append(True)
            act()
        return found

    with connection.execute_wrapper(look):
        yield
    assert done
