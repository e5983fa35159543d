"""Moving to a date that is full: on its waiting list, and staying where one is until a place there is taken."""

import datetime as dt
from collections.abc import Collection

from attendees.domain import moves, waiting_list
from attendees.domain.refused import AttendeeRefused
from attendees.models import Ticket, WaitingListEntry
from events.domain import other_dates
from events.models import Event, EventQuerySet


def possible(event: Event, *, now: dt.datetime) -> EventQuerySet:
    """The dates on whose list one can wait instead of this evening, soonest first."""
    return other_dates.without_places(event, now=now).filter(currency=event.currency)


def wait(moving: Collection[Ticket], *, to: Event, now: dt.datetime) -> WaitingListEntry:
    """Wait for these valid places of one sign-up to move. Raises AttendeeRefused as a move and joining do."""
    places = sorted(moving, key=lambda ticket: (ticket.email != ticket.sign_up.email, ticket.seat))
    if not places or any(ticket.state != Ticket.VALID for ticket in places):
        raise AttendeeRefused(moves.GONE)
    old = places[0].sign_up
    moves.check(old, to=to, now=now)
    [first, *others] = places
    people = [(first.name, old.email), *((ticket.name, ticket.email) for ticket in others)]
    return waiting_list.join(to, people=people, now=now, moving=places)
