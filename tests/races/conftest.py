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
def without_constraint(transactional_db):
    """The database no longer forbids overselling."""
    constraint = next(one for one in Places._meta.constraints if one.name == "places_never_oversold")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Places, constraint)
    yield
    Places.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Places, constraint)


@pytest.fixture
def without_one_swap_a_pair(transactional_db):
    """The database no longer forbids two questions between the same two people."""
    constraint = next(one for one in Swap._meta.constraints if one.name == "swap_one_a_pair_while_it_stands")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Swap, constraint)
    yield
    Swap.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Swap, constraint)


@pytest.fixture
def slow_to_write(monkeypatch):
    """Between looking for a swap and writing one there is time for the other to look too."""
    monkeypatch.setattr(swaps, "_ask", careless.after_a_pause(swaps._ask))
