"""Money owed for cancelled places: the fact stands on the ticket (`refund_wanted`), the refund is made from it here."""

import datetime as dt
import logging
from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q

from attendees.models import SignUp, Ticket, TicketQuerySet
from foundation.lib.money import Money
from payments.domain import refunds, unmatched
from payments.models import Refund, TillEntry

log = logging.getLogger(__name__)
LOOKED_AT = dt.timedelta(days=90)
OURS, TILL = "Flashmob", "till:"
PAID_AT_DOOR = "{who} paid at the door, and the place was cancelled. Give the money back by hand."
REASONS = {"event": "the evening was cancelled", "person": "cancelled in time", "host": "cancelled by the host"}


def sweep(*, now: dt.datetime) -> int:
    """Owe each cancelled place, and what a place that moved to a cheaper date paid too much, back to its payer, once;
    returns how many places were looked at.

    Nothing of the payment left (the host sent it back already): then nothing more is sent. Paid at the door: the team
    is told to give it back by hand.
    """
    cancelled, cheaper = list(_unsettled(now=now)), list(_moved_for_less(now=now))
    for ticket in cancelled:
        _carefully(_settle, ticket, now=now)
    for ticket in cheaper:
        _carefully(_owe_difference, ticket, now=now)
    return len(cancelled) + len(cheaper)


def _carefully(settle: Callable[..., None], ticket: Ticket, *, now: dt.datetime) -> None:
    """One that fails holds up nobody."""
    try:
        settle(ticket, now=now)
    except Exception:
        log.exception("a place could not be refunded", extra={"ticket": ticket.pk})


def _unsettled(*, now: dt.datetime) -> TicketQuerySet:
    """Cancelled within 90 days, wanted back, not yet owed, and paid by card or at the door."""
    owed = Refund.objects.filter(ticket=OuterRef("pk"), key__startswith="cancelled:")
    taken = TillEntry.objects.filter(sign_up=OuterRef("sign_up"), undone_at=None)
    wanted = Ticket.objects.filter(state=Ticket.CANCELLED, refund_wanted=True, cancelled_at__gt=now - LOOKED_AT)
    wanted = wanted.filter(Q(sign_up__way=SignUp.CARD) | Exists(taken)).exclude(Exists(owed))
    return wanted.select_related("sign_up__event__series").order_by("pk")


def _moved_for_less(*, now: dt.datetime) -> TicketQuerySet:
    """Moved within 90 days to a date that costs less than what was paid, the difference not yet owed."""
    owed = Refund.objects.filter(ticket=OuterRef("pk"), key__startswith=refunds.MOVED)
    moved = Ticket.objects.filter(confirmed_at__gt=now - LOOKED_AT, moved_from__isnull=False)
    less = moved.filter(sign_up__credit_amount__gt=F("sign_up__price_amount")).exclude(Exists(owed))
    return less.select_related("sign_up__event__series").order_by("pk")


def _settle(ticket: Ticket, *, now: dt.datetime) -> None:
    sign_up = ticket.sign_up
    if sign_up.way == SignUp.DOOR:
        unmatched.note(
            key=f"{TILL}{ticket.pk}",
            what=PAID_AT_DOOR.format(who=ticket.name),
            money=Money(-sign_up.price_amount, sign_up.currency),
            event=sign_up.event,
            now=now,
        )
        return
    amount = sign_up.price_amount - refunds.gone_for(ticket)
    why = REASONS.get(ticket.cancel_reason, "cancelled")
    refunds.owe_for(ticket, key=f"cancelled:{ticket.pk}", amount=amount, reason=why, by=OURS, now=now)


def _owe_difference(ticket: Ticket, *, now: dt.datetime) -> None:
    """No more than is left of what was paid for this place."""
    sign_up = ticket.sign_up
    difference = sign_up.credit_amount - sign_up.price_amount
    amount = min(difference, sign_up.credit_amount - refunds.gone_for(ticket))
    key = f"{refunds.MOVED}{ticket.pk}"
    refunds.owe_for(ticket, key=key, amount=amount, reason="the new date costs less", by=OURS, now=now)
