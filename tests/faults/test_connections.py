"""A database that went away between two requests: the next one has a new connection, and nobody sees an error."""

import os

import psycopg
import pytest
from django.db import OperationalError, close_old_connections, connection

from events.models import Event
from foundation.lib.postgres.base import DatabaseWrapper

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kept(monkeypatch):
    """A connection that a request left behind, as on a server (tests close theirs)."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 60)
    connection.close()
    connection.ensure_connection()
    yield connection.connection
    connection.close()


def next_request():
    close_old_connections()
    return Event.objects.count()


def test_connection_that_is_well_is_used_again(kept):
    assert next_request() == 0
    assert connection.connection is kept


def test_connection_that_the_server_closed_is_replaced_before_it_is_used(kept):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as staff:
        staff.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.info.backend_pid])

    assert next_request() == 0
    assert connection.connection is not kept


def test_without_the_look_the_closed_connection_is_an_error(kept, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(DatabaseWrapper, "is_usable", lambda _: True)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as staff:
        staff.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.info.backend_pid])

    with pytest.raises(OperationalError):
        next_request()
