"""Guards that a negative control switches off: with one of them off, the same race must come out wrong."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from events.domain import places
from events.models import Places
from networking.domain import swaps
from networking.models import Swap
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
def without_conditions(monkeypatch):
    """`without_conditions(2)`: two UPDATEs look first and write later."""
    return lambda count: monkeypatch.setattr(QuerySet, "update", careless.look_then_update(count))


@pytest.fixture
def without(transactional_db):
    """`without(Model, "name")`: the database no longer forbids what this constraint forbids."""
    gone = []

    def without(model, name):
        constraint = next(one for one in model._meta.constraints if one.name == name)
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)
        gone.append((model, constraint))

    yield without
    for model, constraint in gone:
        model.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


@pytest.fixture
def without_constraint(without):
    """The database no longer forbids overselling."""
    without(Places, "places_never_oversold")


@pytest.fixture
def without_one_swap_a_pair(without):
    """The database no longer forbids two questions between the same two people."""
    without(Swap, "swap_one_a_pair_while_it_stands")


@pytest.fixture
def slow_to_write(monkeypatch):
    """A swap is written once both have looked for one."""
    monkeypatch.setattr(swaps, "_ask", careless.once_all_are_there(swaps._ask, 2))
