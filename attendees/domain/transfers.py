"""A place offered to somebody by their address: it is theirs when they say yes, and until then nothing changes."""

import datetime as dt

from django.db import transaction
from django.db.models import OuterRef, Subquery

from attendees.domain import giving, letters
from attendees.domain.refused import AttendeeRefused
from attendees.models import Ticket, Transfer
from foundation.lib import codes, states
from foundation.mail.domain import outbox

KEPT = dt.timedelta(days=30)
ANSWERED = {
    Transfer.TAKEN: "This place is taken already. The ticket is in your mail.",
    Transfer.DECLINED: "You said no to this place. Thank you for telling us.",
    Transfer.WITHDRAWN: "This place is not offered to you any more.",
}


def pass_on(ticket: Ticket, *, name: str, email: str, by: str, now: dt.datetime) -> Transfer | None:
    """Somebody else comes. With their address they are asked first, and the offer is returned; by name only, or when
    somebody known by name gets an address, the place is theirs at once. The name that it has already, and no other
    address, changes nothing: an offer of it that stands is returned. Raises AttendeeRefused.
    """
    if name == ticket.name and email.lower() in ("", ticket.email):
        return open_for(ticket)
    if email and (ticket.email or ticket.name != name):
        return ask(ticket, name=name, email=email, now=now)
    with transaction.atomic():
        withdraw(ticket, now=now)
        giving.give(ticket, name=name, email=email, by=by, now=now)
    return None


def ask(ticket: Ticket, *, name: str, email: str, now: dt.datetime) -> Transfer:
    """Offer a valid place to one person, by mail; an earlier offer of it to somebody else is taken back.

    The same offer again is the one that stands. Raises AttendeeRefused when the place cannot be given.
    """
    email = email.lower()
    with transaction.atomic():
        ticket = giving.lock(ticket)
        giving.check(ticket, now=now)
        standing = open_for(ticket)
        if standing and (standing.name, standing.email) == (name, email):
            return standing
        if standing:
            _end(standing, Transfer.WITHDRAWN, now=now)
        transfer = Transfer.objects.create(ticket=ticket, name=name, email=email, asked_at=now)
        transfer.code_hash = codes.fingerprint(transfer.code)
        transfer.save(update_fields=["code_hash"])
        letters.place_offered(transfer, now=now)
    return transfer


def take(transfer: Transfer, *, now: dt.datetime) -> Ticket:
    """They say yes: the ticket is theirs, with new codes, and whose it was hears of it. Twice is harmless.

    Raises AttendeeRefused when the offer or the place is gone.
    """
    with transaction.atomic():
        giving.lock(transfer.ticket)
        transfer.refresh_from_db(fields=["state"])
        if transfer.state == Transfer.TAKEN:
            return Ticket.objects.get(pk=transfer.ticket_id)
        _end(transfer, Transfer.TAKEN, now=now)
        by = transfer.ticket.sign_up.name
        return giving.give(transfer.ticket, name=transfer.name, email=transfer.email, by=by, now=now)


def decline(transfer: Transfer, *, now: dt.datetime) -> None:
    """They say no: the place stays whose it is, who hears of it. Twice is harmless."""
    with transaction.atomic():
        giving.lock(transfer.ticket)
        transfer.refresh_from_db(fields=["state"])
        if transfer.state == Transfer.DECLINED:
            return
        _end(transfer, Transfer.DECLINED, now=now)
        letters.place_declined(transfer, now=now)


def withdraw(ticket: Ticket, *, now: dt.datetime) -> None:
    """The giver takes an open offer of this place back; none is fine. Its mail is not sent if it was not yet."""
    with transaction.atomic():
        standing = open_for(giving.lock(ticket))
        if standing:
            _end(standing, Transfer.WITHDRAWN, now=now)


def find(code: str) -> Transfer | None:
    """The offer of this code, answered or not, with its place and evening."""
    found = Transfer.objects.select_related("ticket__sign_up__event__series", "ticket__sign_up__event__venue")
    return found.filter(code_hash=codes.fingerprint(code)).first()


def open_for(ticket: Ticket) -> Transfer | None:
    """The offer of this place that nobody has answered yet."""
    return Transfer.objects.filter(ticket=ticket, state=Transfer.ASKED).first()


def offered_to() -> Subquery:
    """For a query of tickets: the name of who is asked to take each place, if anybody is."""
    standing = Transfer.objects.filter(ticket=OuterRef("pk"), state=Transfer.ASKED)
    return Subquery(standing.values("name"))


def forget_old(now: dt.datetime) -> int:
    """Delete the offers of evenings that ended 30 days ago; returns how many."""
    deleted, _ = Transfer.objects.filter(ticket__event__ends_at__lte=now - KEPT).delete()
    return deleted


def why_closed(transfer: Transfer, *, now: dt.datetime) -> str:
    """Why the person it was offered to cannot take the place now; nothing when they can."""
    if transfer.state != Transfer.ASKED:
        return ANSWERED[transfer.state]
    try:
        giving.check(transfer.ticket, now=now)
    except AttendeeRefused:
        return "This place cannot be given away any more."
    return ""


def _end(transfer: Transfer, state: str, *, now: dt.datetime) -> None:
    try:
        states.move(transfer, state, answered_at=now)
    except states.Stale as stale:
        raise AttendeeRefused(ANSWERED[transfer.state]) from stale
    outbox.withdraw(about=f"transfer:{transfer.pk}")
