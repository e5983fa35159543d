"""Claiming places without the guard: look first, write later. For negative controls only."""

import time

from django.db.models import F

from events.domain import places
from events.models import Places

PAUSE = 0.05  # seconds


def look_then_write(event_id, count):
    row = Places.objects.get(event_id=event_id)
    if row.taken + count > row.capacity:
        raise places.Full
    time.sleep(PAUSE)
    Places.objects.filter(event_id=event_id).update(taken=F("taken") + count)


def after_a_pause(write):
    """The same, a moment later."""

    def later(*args, **kwargs):
        time.sleep(PAUSE)
        return write(*args, **kwargs)

    return later
