"""An evening that is on."""

import datetime as dt

import pytest

from events.models import Places


@pytest.fixture
def tonight(frozen, event):
    """The cast's evening, ten minutes after it began, with room for four hundred."""
    Places.objects.filter(event=event).update(capacity=400, ceiling=400)
    frozen.set(event.starts_at + dt.timedelta(minutes=10))
    return event
