"""docs/privacy.md knows every field that can hold something about a person, and what of it is handed out (P1, P17)."""

import re
from pathlib import Path

from django.apps import apps
from django.db import models

from attendees.models import Profile, SignUp, Ticket
from flashmob.personal_data import KINDS
from foundation.accounts.models import User

MAP = Path(__file__).parent.parent / "docs/privacy.md"
OURS = {"accounts", "mail", "sweeps", "events", "attendees", "payments", "networking"}
WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.GenericIPAddressField)
PEOPLE = (User, Profile, SignUp, Ticket)


def written():
    """{"attendees.Profile": (personal, kept back, not personal)} from the table at the end of the map."""
    table = MAP.read_text().split("## Field by field")[1]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| ")
    ]
    return {
        model: tuple({field for field in re.split(r",\s*", cell) if field} for cell in cells)
        for model, *cells in rows
        if model != "model"
    }


def can_say_something(field):
    if isinstance(field, models.ForeignKey):
        return field.related_model in PEOPLE
    return isinstance(field, WORDS)


def test_every_field_that_may_hold_something_about_a_person_is_in_the_map():
    asked = {
        f"{model._meta.label}": {field.name for field in model._meta.concrete_fields if can_say_something(field)}
        for model in apps.get_models()
        if model._meta.app_label in OURS
    }
    known = written()

    missing = {
        label: sorted(fields - set().union(*known.get(label, ((),)))) for label, fields in asked.items() if fields
    }

    assert {label: fields for label, fields in missing.items() if fields} == {}


def test_map_names_no_field_that_is_gone_and_none_twice():
    for label, columns in written().items():
        fields = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        assert set().union(*columns) <= fields, label
        assert sum(map(len, columns)) == len(set().union(*columns)), label


def test_every_personal_field_is_handed_out_and_none_that_is_kept_back():
    handed = {}
    for kind in KINDS:
        handed.setdefault(kind.model._meta.label, set()).update(kind.fields)

    for label, (personal, kept, _) in written().items():
        assert personal - handed.get(label, set()) == set(), label
        assert kept & handed.get(label, set()) == set(), label
