"""What somebody scanned or typed at the door: a ticket, or why it is none. Nothing of it is ever opened."""

from dataclasses import dataclass

from django.conf import settings

from attendees.models import Ticket, TicketQuerySet
from events.models import Event
from foundation.lib import codes

LETTERS = 6  # as many as a ticket shows beside its picture
LONGEST_SHOWN = 60
GIVEN_ON = "This ticket is an old one: the place was given to somebody else, who has the new one."


@dataclass(frozen=True)
class NoTicket:
    """`why` is the sentence for the door; `given_on` the ticket whose earlier code this was."""

    why: str
    given_on: Ticket | None = None


def read(typed: str, *, event: Event) -> Ticket | NoTicket | None:
    """The ticket that a scanned address, a whole code or its first letters name, of whichever evening.

    None when it reads like a name: then it is something to look for in the list.
    """
    text = typed.strip()
    if not text:
        return NoTicket("Nothing was scanned. Scan a ticket, or type a name.")
    if "/" in text:
        return _by_address(text, event=event)
    code = codes.normalise(text)
    if not set(code) <= set(codes.ALPHABET):
        return None if len(text) <= LONGEST_SHOWN else NoTicket("This is not one of our tickets.")
    if len(code) < codes.LENGTH:
        return _by_letters(code, event=event) if len(code) >= LETTERS else None
    return _by_code(code, event=event)


def _by_address(text: str, *, event: Event) -> Ticket | NoTicket:
    """Only our own address counts; what else a picture says is nobody's ticket."""
    ours, _, code = text.partition("/d/")
    if ours != settings.SITE_URL or len(text) > 200:
        return NoTicket("This code was not made by us.")
    return _by_code(codes.normalise(code.rstrip("/")), event=event)


def _by_code(code: str, *, event: Event) -> Ticket | NoTicket:
    found = Ticket.objects.filter(door_hash=codes.fingerprint(code)).select_related("sign_up", "event").first()
    if found:
        return found
    given_on = _given_on(code, event=event)
    return NoTicket(GIVEN_ON, given_on) if given_on else NoTicket("This is not one of our tickets.")


def _by_letters(letters: str, *, event: Event) -> Ticket | None:
    """The one ticket of this evening whose code begins so; None when there is none, or more than one."""
    found = [ticket for ticket in _tickets(event) if ticket.door_code.startswith(letters)]
    return found[0] if len(found) == 1 else None


def _given_on(code: str, *, event: Event) -> Ticket | None:
    """The ticket of this evening that had this code before it went to somebody else."""
    reissued = _tickets(event).filter(issue__gt=1)
    return next((ticket for ticket in reissued if code in earlier_codes(ticket)), None)


def earlier_codes(ticket: Ticket) -> list[str]:
    """Those it had before its place was given on; the newest last."""
    subject, version = ticket.code_subject, ticket.secret_version
    return [codes.derive("door", subject=subject, issue=issue, version=version) for issue in range(1, ticket.issue)]


def _tickets(event: Event) -> TicketQuerySet:
    return Ticket.objects.for_event(event.pk).select_related("sign_up", "event").order_by()
