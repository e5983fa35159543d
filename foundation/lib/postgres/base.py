"""PostgreSQL as Django knows it, with connections that are looked at before they are used again, not asked."""

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks `SELECT 1` at the beginning of each request (CONN_HEALTH_CHECKS). A server that went away has closed
    its end of the line, and one that is well says nothing unasked: the socket tells them apart without a word.
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.pgconn.socket, select.POLLIN | select.POLLHUP | select.POLLERR)
        return not line.poll(0)

    def prepared_cursor(self) -> Any:
        """A cursor whose statements the server reads and plans once for this connection (`prepare_threshold`).

        Values are bound there, which not everything that the ORM writes can bear: for statements one has looked at.
        """
        self.ensure_connection()
        return self._prepare_cursor(base.ServerBindingCursor(self.connection))  # type: ignore[attr-defined, call-arg]
