"""Another name or address on a ticket: the same person, or somebody else who gets a ticket of their own."""

import copy
import datetime as dt

from django.db import transaction

from attendees.domain import letters, seats, welcome
from attendees.domain.refused import AttendeeRefused
from attendees.models import AccessNeed, Ticket
from events.domain import journal

OWN_ADDRESS = "Your own address is changed on your ticket’s page. Without another one, pass on the link."
OF_THE_PERSON = ("name", "email", "holder", "door_note", "been_before_at", "reminders_off_at")


def correct(ticket: Ticket, *, name: str) -> None:
    """The same person, spelt right; codes and place stay. Raises AttendeeRefused for a ticket that is none any more."""
    with transaction.atomic():
        locked = lock(ticket)
        check_theirs(locked, issue=ticket.issue)
        _check_outside(locked)
        Ticket.objects.filter(pk=ticket.pk).update(name=name)
    ticket.name = name


def send_to(ticket: Ticket, *, name: str, email: str, by: str, now: dt.datetime) -> None:
    """Somebody known by name gets an address of their own and their ticket there; the codes stay. Also in the room, for
    swapping details needs an address; but there the name stays as well.

    The same again changes nothing. Raises AttendeeRefused, also for the buyer's own place or address.
    """
    email = email.lower()
    with transaction.atomic():
        before, ticket = ticket, lock(ticket)
        if (ticket.name, ticket.email) == (name, email):
            return
        check_theirs(ticket, issue=before.issue)
        if ticket.sign_up.email in (ticket.email, email):
            raise AttendeeRefused(OWN_ADDRESS)
        if ticket.name != name or ticket.email:
            _check_outside(ticket)
        _check_time(ticket, now=now)
        welcome.check(ticket.event.series, email)
        ticket.name, ticket.email = name, email
        ticket.save(update_fields=["name", "email"])
        seats.seat_by_address(ticket)
        letters.given(ticket, now=now)
        journal.note(ticket.event, by=by, sentence=f"had the ticket of {name} sent to them")


def give(ticket: Ticket, *, name: str, email: str, by: str, now: dt.datetime) -> Ticket:
    """Somebody else comes: new codes, the old ones die, and with an e-mail they get their ticket by mail.

    Possible until the evening is over, even when it is sold out. Who had the place gets a mail and it leaves their
    diary. Returns the ticket as it is now; giving it to the same person again changes nothing. Raises AttendeeRefused.
    """
    email = email.lower()
    with transaction.atomic():
        ticket = lock(ticket)
        if (ticket.name, ticket.email) == (name, email):
            return ticket
        check(ticket, now=now)
        welcome.check(ticket.event.series, email)
        before = copy.copy(ticket)
        ticket.name, ticket.email = name, email
        ticket.holder = ticket.been_before_at = ticket.reminders_off_at = None
        ticket.door_note, ticket.given_at = "", now
        ticket.save(update_fields=[*OF_THE_PERSON, "given_at"])
        seats.reissue(ticket)
        seats.seat_by_address(ticket)
        AccessNeed.objects.filter(ticket=ticket).delete()
        letters.given_away(before, now=now)
        letters.given(ticket, now=now)
        journal.note(ticket.event, by=by, sentence=f"gave the place of {before.name} to {name}")
    return ticket


def lock(ticket: Ticket) -> Ticket:
    """The ticket as it is now, held until the caller's transaction ends."""
    locked = Ticket.objects.select_for_update(of=("self",))
    return locked.select_related("sign_up", "event__series").get(pk=ticket.pk)


def check(ticket: Ticket, *, now: dt.datetime) -> None:
    """Raises AttendeeRefused unless the place can go to somebody else now."""
    _check_outside(ticket)
    _check_time(ticket, now=now)


def check_theirs(ticket: Ticket, *, issue: int) -> None:
    """Raises AttendeeRefused when the place went to somebody else since its ticket was read with this `issue`."""
    if ticket.issue != issue:
        raise AttendeeRefused(f"{ticket.name} has this place now. Go back to your ticket to see how it stands.")


def _check_time(ticket: Ticket, *, now: dt.datetime) -> None:
    _check_valid(ticket)
    if ticket.event.is_over(now):
        raise AttendeeRefused("This evening is over.")


def _check_valid(ticket: Ticket) -> None:
    if ticket.state != Ticket.VALID:
        raise AttendeeRefused("This place is not yours any more: it was cancelled or given up.")


def _check_outside(ticket: Ticket) -> None:
    _check_valid(ticket)
    if ticket.checked_in_at:
        raise AttendeeRefused(f"{ticket.name} is already checked in.")
