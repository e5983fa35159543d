"""The connection to the mail server: one for a whole run, opened when first needed and again after a break."""

from contextlib import suppress
from types import TracebackType
from typing import Self

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from foundation.mail.domain.mime import Mail


class LineDown(Exception):
    """No connection could be made: not the fault of the mail in hand. The cause is in `__cause__`."""


class Line:
    """`with Line() as line: line.send(mail)`. Each wait for the server ends after EMAIL_TIMEOUT seconds."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.drop()

    def open(self) -> BaseEmailBackend:
        """The open connection; raises LineDown."""
        if self._connection is None:
            connection = get_connection()
            try:
                connection.open()
            except Exception as error:
                raise LineDown(str(error)) from error
            self._connection = connection
        return self._connection

    def send(self, mail: Mail) -> None:
        """Hand the mail over; returns when the server has taken it, raises whatever the backend raises."""
        if not self.open().send_messages([mail]):
            raise OSError("The mail backend took no mail.")

    def drop(self) -> None:
        """Hang up, whatever state the line is in."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()
