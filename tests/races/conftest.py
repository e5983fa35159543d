"""Guards that a negative control switches off: with one of them off, the same race must come out wrong."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from events.domain import places
from events.models import Places
from tests.support import careless


@pytest.fixture
def without_row_locks(monkeypatch):
    """`select_for_update` locks nothing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, *_, **__: rows.all())


@pytest.fixture
def without_claim(monkeypatch):
    """Places are claimed by looking first and writing later."""
    monkeypatch.setattr(places, "claim", careless.look_then_write)


@pytest.fixture
def without_constraint(transactional_db):
    """The database no longer forbids overselling."""
    constraint = next(one for one in Places._meta.constraints if one.name == "places_never_oversold")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Places, constraint)
    yield
    Places.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Places, constraint)
