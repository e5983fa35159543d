"""People with tickets for the evening of the cast, and the addresses of their pages."""

import datetime as dt

import pytest

from events.models import Event
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory


@pytest.fixture
def pair(frozen, event):
    """Ada's two paid places; Ben, on the second, has an address of his own."""
    sign_up = SignUpFactory(
        event=event, buyer=ProfileFactory(email="ada@mail.example", name="Ada"), people=["Ada", "Ben"]
    )
    sign_up.tickets.filter(seat=2).update(email="ben@mail.example", holder=ProfileFactory(email="ben@mail.example"))
    return sign_up


@pytest.fixture
def single(frozen, event):
    """Sam's one paid place."""
    return SignUpFactory(event=event, buyer=ProfileFactory(email="sam@mail.example", name="Sam"))


@pytest.fixture
def july(frozen, event, series):
    """The next date, with 3 places."""
    return EventFactory(series=series, slug="july", capacity=3, starts_at=event.starts_at + dt.timedelta(days=30))


@pytest.fixture
def changed(frozen, event):
    """The evening really changed after everybody took their places."""
    moved_at = frozen.move(minutes=5)
    Event.objects.filter(pk=event.pk).update(moved_at=moved_at, moved_sentence="The place changed from A to B.")
    return event


def path(owner, *parts):
    return "/".join(["/t", owner.manage_code, *parts]) + "/"


def states(sign_up):
    return list(sign_up.tickets.order_by("seat").values_list("name", "state"))
