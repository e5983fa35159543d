"""The hot row: places of an event. One conditional UPDATE claims; the database forbids overselling."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest

from events.models import Event, Places
from foundation.lib.refusal import Refused


class Full(Refused):
    """Too few places left."""

    def __init__(self) -> None:
        super().__init__("All places are taken.")


def open_for(event: Event, *, capacity: int) -> Places:
    """Give a new event its places."""
    return Places.objects.create(event=event, capacity=capacity, ceiling=capacity)


def claim(event_id: int, count: int) -> None:
    """Take `count` places, all or none; raises Full, and while anybody waits. The caller's last statement."""
    free = Places.objects.filter(event_id=event_id, taken__lte=F("capacity") - count)
    if not free.filter(waiting=0).update(taken=F("taken") + count):
        raise Full


def claim_over(event_id: int, count: int) -> None:
    """Take `count` places even above capacity: a host's decision at the door, never a sale."""
    Places.objects.filter(event_id=event_id).update(
        taken=F("taken") + count, ceiling=Greatest(F("capacity"), F("taken") + count)
    )


def claim_for_waiting(event_id: int, count: int) -> None:
    """Take `count` free places for an entry of the waiting list, which waits no longer; raises Full."""
    free = Places.objects.filter(event_id=event_id, taken__lte=F("capacity") - count)
    if not free.update(taken=F("taken") + count, waiting=F("waiting") - 1):
        raise Full


def count_waiting(event_id: int, change: int) -> None:
    """So many entries of the waiting list more, or fewer."""
    Places.objects.filter(event_id=event_id).update(waiting=F("waiting") + change)


def lock(event_id: int) -> Places:
    """The row as it is, and nobody changes it until the caller's transaction ends."""
    return Places.objects.select_for_update().get(event_id=event_id)


def release(event_id: int, count: int) -> None:
    """Give `count` places back; while above capacity the ceiling comes down with them."""
    Places.objects.filter(event_id=event_id).update(
        taken=F("taken") - count, ceiling=Greatest(F("capacity"), F("taken") - count)
    )


def resize(event_id: int, *, capacity: int) -> None:
    """Set the capacity. Lowered below what is taken, nobody loses a place and nothing more is sold."""
    Places.objects.filter(event_id=event_id).update(
        capacity=capacity,
        ceiling=Case(When(taken__gt=capacity, then=F("taken")), default=Value(capacity)),
    )
