""" "We talked": what a person says of the people of their tables, seen by nobody until the other says it too."""

import datetime as dt

from attendees.models import Ticket
from networking.domain import mates
from networking.domain.refused import NetworkingRefused
from networking.models import Talked


def say(me: Ticket, other: Ticket, *, now: dt.datetime) -> None:
    """Say that the two talked. Twice is harmless. Raises NetworkingRefused once the time is over."""
    if not mates.is_open(me.event, now=now):
        raise NetworkingRefused("This can be said until 14 days after an evening. That time is over.")
    Talked.objects.get_or_create(by=me, to=other, defaults={"event_id": me.event_id, "said_at": now})


def unsay(me: Ticket, other: Ticket) -> None:
    """Take it back. Twice is harmless."""
    Talked.objects.filter(by=me, to=other).delete()


def said_by(me: Ticket) -> set[int]:
    """The tickets (ids) of whom this person said it."""
    return set(Talked.objects.filter(by=me).values_list("to", flat=True))
