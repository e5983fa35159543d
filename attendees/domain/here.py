""" "I'm here": somebody inside the room says tonight's word on their own phone, and is checked in."""

import datetime as dt

from attendees.domain import check_in, scan
from attendees.domain.check_in import Answer
from attendees.domain.refused import AttendeeRefused
from attendees.models import Profile, Ticket
from events.models import Event
from foundation.lib import names

BY = "tonight’s word"
DOORS_OPEN = dt.timedelta(hours=2)  # before the beginning


def check_open(event: Event, *, now: dt.datetime) -> None:
    """Raises AttendeeRefused when nobody can be here: not now, not at all, or there is no word."""
    if not event.is_published or not event.word:
        raise AttendeeRefused("This evening is not on.")
    if now < event.starts_at - DOORS_OPEN:
        raise AttendeeRefused("This evening has not begun. Say so when you are there.")
    if event.is_over(now):
        raise AttendeeRefused("This evening is over.")


def is_open(event: Event, *, now: dt.datetime) -> bool:
    """Whether somebody can say now that they are here."""
    try:
        check_open(event, now=now)
    except AttendeeRefused:
        return False
    return True


def say(event: Event, ticket: Ticket | None, *, word: str, now: dt.datetime) -> Answer:
    """Check the ticket in when `word` is tonight's. Raises AttendeeRefused for another word or no ticket."""
    check_open(event, now=now)
    if names.fold(word).strip() != names.fold(event.word):
        raise AttendeeRefused("That is not tonight’s word. The host says it in the room.")
    if ticket is None:
        raise AttendeeRefused("We found no ticket for tonight with these letters.")
    return check_in.check_in(event, ticket, by=BY, now=now)


def ticket_of(event: Event, profile: Profile | None) -> Ticket | None:
    """The valid ticket of somebody who is signed in."""
    return Ticket.objects.for_event(event.pk).valid().filter(holder=profile).first() if profile else None


def ticket_by_letters(event: Event, letters: str) -> Ticket | None:
    """The ticket of this evening that these letters or this code name."""
    found = scan.read(letters, event=event)
    return found if isinstance(found, Ticket) and found.event_id == event.pk else None
