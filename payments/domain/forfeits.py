"""Tickets whose money is gone: taken back by Stripe's dashboard or by the payer's bank."""

import datetime as dt

from attendees.domain import letters as attendee_letters
from attendees.domain import tickets
from attendees.models import SignUp, Ticket
from events.domain import journal
from foundation.lib import names
from payments.models import Payment

REFUNDED, DISPUTED = tickets.REFUNDED, tickets.DISPUTED
SENTENCES = {
    REFUNDED: "had the money of {names} sent back in its dashboard, so their tickets are gone",
    DISPUTED: "lost the money of {names} to the bank of the payer, so their tickets are gone",
}


def void(payment: Payment, *, why: str, now: dt.datetime) -> list[Ticket]:
    """Cancel all live tickets that this payment paid for, also after a move: places free, diary entry gone, mail.

    In the caller's transaction, under the payment's row lock; twice is harmless. Returns the tickets of this call.
    """
    gone: list[Ticket] = []
    while live := _live(payment):  # a move that was on its way has made new ones
        gone += tickets.cancel(live, reason=why, now=now)
    if gone:
        attendee_letters.cancelled(gone, now=now)
        people = names.listed([ticket.name for ticket in gone])
        journal.note(gone[0].event, by="Stripe", sentence=SENTENCES[why].format(names=people))
    return gone


def _live(payment: Payment) -> list[Ticket]:
    return list(Ticket.objects.filter(sign_up__in=_family(payment.sign_up)).live().select_related("event__series"))


def _family(sign_up: SignUp) -> list[int]:
    """The sign-up and all that its tickets were moved to."""
    found, newest = [sign_up.pk], [sign_up.pk]
    while newest:
        newest = list(SignUp.objects.filter(moved_from__in=newest).values_list("pk", flat=True))
        found += newest
    return found
