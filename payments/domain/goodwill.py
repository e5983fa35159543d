"""Money that a host sends back of their own will: in full or in part, with or without taking the place back."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from attendees.domain import letters as attendee_letters
from attendees.domain import tickets
from attendees.models import Ticket
from events.domain import journal
from foundation.lib import page_words
from foundation.lib.money import Money
from payments.domain import refunds
from payments.domain.refused import PaymentRefused
from payments.models import Refund


def most(ticket: Ticket) -> Money:
    """What can still be sent back for a place: its price less what went back for it, within what is left."""
    left = sum(refunds.left(payment).amount for payment in refunds.payments_of(ticket.sign_up))
    most_of_place = ticket.sign_up.price_amount - refunds.gone_for(ticket)
    return Money(max(0, min(most_of_place, left)), ticket.sign_up.currency)


def sent(ticket: Ticket, *, token: str) -> Money | None:
    """What a form with this `token` has sent back already; None when nothing."""
    key = f"desk:{token}"
    made = Refund.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"), ticket=ticket)
    return sum((refund.money for refund in made), Money(0, ticket.sign_up.currency)) if token and made else None


def give_back(ticket: Ticket, *, amount: int, reason: str, token: str, by: str, now: dt.datetime) -> list[Refund]:
    """Owe part or all of a place's price back and leave the place as it is; the same `token` again changes nothing.

    Raises PaymentRefused when that is more than can be sent back.
    """
    key = f"desk:{token}"
    with transaction.atomic():
        _lock(ticket)
        found = list(Refund.objects.filter(key=key))
        if found:
            return found
        if not 0 < amount <= most(ticket).amount:
            raise PaymentRefused(f"At most {page_words.money(most(ticket))} can still be sent back for this place.")
        made = refunds.owe_for(ticket, key=key, amount=amount, reason=reason, by=by, now=now)
        money = page_words.money(Money(amount, ticket.sign_up.currency))
        journal.note(ticket.event, by=by, sentence=f"sent {money} back to {ticket.sign_up.name}: {reason}")
    return made


def take_back(ticket: Ticket, *, amount: int, reason: str, token: str, by: str, now: dt.datetime) -> list[Refund]:
    """As give_back, and the place goes too: free for somebody else, out of the diary, with a mail to its people."""
    with transaction.atomic():
        _lock(ticket)
        is_all = amount == most(ticket).amount
        made = give_back(ticket, amount=amount, reason=reason, token=token, by=by, now=now)
        why = tickets.REFUNDED if is_all else tickets.CANCELLED_BY_HOST
        gone = tickets.cancel([ticket], reason=why, now=now)
        if gone:
            attendee_letters.cancelled(gone, now=now)
            journal.note(ticket.event, by=by, sentence=f"took back the place of {ticket.name}")
    return made


def _lock(ticket: Ticket) -> None:
    """The payments' rows first, as everywhere. Raises PaymentRefused when there are none."""
    if not refunds.lock_payments(ticket):
        raise PaymentRefused("Nothing was paid by card for this place.")
