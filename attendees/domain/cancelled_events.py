"""What follows when an evening is cancelled: everybody's place goes, money is wanted back, everybody is told."""

import datetime as dt

from django.db import transaction

from attendees.domain import letters, tickets
from attendees.models import SignUp, Ticket
from events.models import Event

BATCH = 50


def settle(now: dt.datetime) -> int:
    """Cancel what is still live on cancelled evenings, with its mails; returns how many tickets.

    Sign-up after sign-up in small transactions: killed anywhere, the next run goes on where this one stopped.
    """
    settled = 0
    while ids := _sign_ups_left():
        settled += _settle_some(ids, now=now)
    return settled


def _sign_ups_left() -> list[int]:
    left = Ticket.objects.live().filter(event__state=Event.CANCELLED)
    return list(left.order_by("sign_up_id").values_list("sign_up_id", flat=True).distinct()[:BATCH])


def _settle_some(ids: list[int], *, now: dt.datetime) -> int:
    """Who paid gets it all back unasked. Who only holds a place pays nothing, and payments returns what comes late."""
    with transaction.atomic():
        live = Ticket.objects.live().filter(sign_up_id__in=ids)
        valid = live.valid()
        paid = valid.filter(sign_up__way=SignUp.CARD, sign_up__price_amount__gt=0)
        told = tickets.cancel(paid, reason=tickets.EVENT_CANCELLED, now=now, refund_wanted=True)
        told += tickets.cancel(valid, reason=tickets.EVENT_CANCELLED, now=now)
        held = tickets.cancel(live, reason=tickets.EVENT_CANCELLED, now=now)
        letters.event_cancelled(told, now=now)
    return len(told) + len(held)
