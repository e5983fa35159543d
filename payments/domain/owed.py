"""Money owed for cancelled places: the fact stands on the ticket (`refund_wanted`), the refund is made from it here."""

import datetime as dt
import logging

from django.db.models import Exists, OuterRef, Q

from attendees.models import SignUp, Ticket, TicketQuerySet
from foundation.lib.money import Money
from payments.domain import refunds, unmatched
from payments.models import Payment, Refund, TillEntry

log = logging.getLogger(__name__)
LOOKED_AT = dt.timedelta(days=90)
REASONS = {"event": "the evening was cancelled", "person": "cancelled in time", "host": "cancelled by the host"}


def sweep(*, now: dt.datetime) -> int:
    """Owe each cancelled place back to its payer, once; returns how many places were looked at.

    Nothing of the payment left (the host sent it back already): then nothing more is sent. Paid at the door: the team
    is told to give it back by hand.
    """
    found = list(_unsettled(now=now))
    for ticket in found:
        try:
            _settle(ticket, now=now)
        except Exception:
            log.exception("a cancelled place could not be refunded", extra={"ticket": ticket.pk})
    return len(found)


def _unsettled(*, now: dt.datetime) -> TicketQuerySet:
    """Cancelled within 90 days, wanted back, not yet owed, and paid by card or at the door."""
    owed = Refund.objects.filter(ticket=OuterRef("pk"), key__startswith="cancelled:")
    taken = TillEntry.objects.filter(sign_up=OuterRef("sign_up"), undone_at=None)
    wanted = Ticket.objects.filter(state=Ticket.CANCELLED, refund_wanted=True, cancelled_at__gt=now - LOOKED_AT)
    wanted = wanted.filter(Q(sign_up__way=SignUp.CARD) | Exists(taken)).exclude(Exists(owed))
    return wanted.select_related("sign_up__event__series").order_by("pk")


def _settle(ticket: Ticket, *, now: dt.datetime) -> None:
    payment = refunds.payment_of(ticket.sign_up)
    if payment:
        _owe(ticket, payment, now=now)
    elif ticket.sign_up.way == SignUp.DOOR:
        unmatched.note(
            key=f"till:{ticket.pk}",
            what=f"{ticket.name} paid at the door, and the place was cancelled. Give the money back by hand.",
            money=Money(-ticket.sign_up.price_amount, ticket.sign_up.currency),
            event=ticket.sign_up.event,
            now=now,
        )


def _owe(ticket: Ticket, payment: Payment, *, now: dt.datetime) -> None:
    amount = min(ticket.sign_up.price_amount - refunds.gone_for(ticket), refunds.left(payment).amount)
    if amount > 0:
        refunds.owe(
            payment,
            key=f"cancelled:{ticket.pk}",
            amount=amount,
            reason=REASONS.get(ticket.cancel_reason, "cancelled"),
            by="Flashmob",
            now=now,
            ticket=ticket,
        )
