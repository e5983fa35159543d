"""A ticket once more, because its person told the host that it never came."""

import datetime as dt

from django.db import transaction

from attendees.domain import letters
from attendees.domain.refused import AttendeeRefused
from attendees.models import Ticket
from events.domain import journal


def resend(ticket: Ticket, *, by: str, now: dt.datetime) -> str:
    """Mail a valid ticket to its person, or to who took the place when it has no address of its own; at most once in
    five minutes. Returns the address. Raises AttendeeRefused when there is none, or the ticket opens nothing.
    """
    if ticket.state != Ticket.VALID:
        raise AttendeeRefused("This place is not valid, so there is no ticket to send.")
    sign_up = ticket.sign_up
    email = ticket.email or sign_up.email
    if not email:
        raise AttendeeRefused(f"We have no e-mail address of {ticket.name}.")
    theirs = sign_up.tickets.valid()
    if email != sign_up.email:
        theirs = theirs.filter(email=email)
    with transaction.atomic():
        letters.resent(theirs, email=email, now=now)
        journal.note(ticket.event, by=by, sentence=f"sent the ticket of {ticket.name} again")
    return email
