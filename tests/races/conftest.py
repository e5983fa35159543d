"""Guards that a negative control switches off: with one of them off, the same race must come out wrong."""

import time

import pytest
from django.db import connection
from django.db.models import F, QuerySet

from events.domain import places
from events.models import Places


@pytest.fixture
def without_row_locks(monkeypatch):
    """`select_for_update` locks nothing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, *_, **__: rows.all())


@pytest.fixture
def without_claim(monkeypatch):
    """Places are claimed by looking first and writing later."""

    def look_then_write(event_id, count):
        row = Places.objects.get(event_id=event_id)
        if row.taken + count > row.capacity:
            raise places.Full
        time.sleep(0.05)
        Places.objects.filter(event_id=event_id).update(taken=F("taken") + count)

    monkeypatch.setattr(places, "claim", look_then_write)


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
