"""The part of money in erasing a person: Stripe's messages about them are emptied, and notes name them no more.

The name and the amount of what they paid stay, by law.
"""

import datetime as dt
import json
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from attendees.models import Ticket
from foundation.lib import names
from payments.domain import owed
from payments.models import Payment, Refund, StripeEvent, Till, Unmatched

WITHIN = dt.timedelta(days=2)  # a sweep that was down for a day comes in time


def forget_notes(now: dt.datetime) -> int:
    """Write "somebody" for who asked to be erased into what was noted about their money; returns how many notes.

    Their names are those that they paid by, which outlast them. Twice is harmless.
    """
    asked = Payment.objects.filter(sign_up__buyer__erase_asked_at__gt=now - WITHIN)
    called = {name for name in asked.values_list("payer_name", flat=True) if name}
    events = set(asked.values_list("sign_up__event", flat=True))
    changed = _forget(Refund.objects.filter(payment__in=asked), "reason", called)
    changed += _forget(Unmatched.objects.filter(event__in=events), "what", called)
    changed += _forget(Till.objects.filter(event__in=events), "note", called)
    return changed + _forget_at_door(now)


def _forget_at_door(now: dt.datetime) -> int:
    """Who paid at the door has no payment with a name: the note about the ticket is written anew."""
    theirs = Q(holder__erase_asked_at__gt=now - WITHIN) | Q(sign_up__buyer__erase_asked_at__gt=now - WITHIN)
    keys = [f"{owed.TILL}{pk}" for pk in Ticket.objects.filter(theirs).values_list("pk", flat=True)]
    what = owed.PAID_AT_DOOR.format(who="Somebody")
    return Unmatched.objects.filter(key__in=keys).exclude(what=what).update(what=what)


def _forget(rows: QuerySet[Any], field: str, called: Collection[str]) -> int:
    changed = 0
    for pk, words in rows.order_by().values_list("pk", field):
        without = names.forgotten(words, called)
        if without != words:
            changed += rows.model.objects.filter(pk=pk).update(**{field: without})
    return changed


def empty_messages(now: dt.datetime) -> int:
    """Empty what Stripe told us of payments whose buyer asked to be erased; returns how many. Twice is harmless."""
    asked = Payment.objects.filter(sign_up__buyer__erase_asked_at__gt=now - WITHIN)
    marks = {mark for row in asked.values_list("code", "session_id", "intent_id") for mark in row if mark}
    if not marks:
        return 0
    emptied = [
        event.pk
        for event in StripeEvent.objects.filter(state=StripeEvent.PROCESSED).exclude(payload={}).iterator()
        if any(mark in json.dumps(event.payload) for mark in marks)
    ]
    return StripeEvent.objects.filter(pk__in=emptied).update(payload={})
