"""The part of money in erasing a person: Stripe's messages about them are emptied; name and amount stay, by law."""

import datetime as dt
import json

from payments.models import Payment, StripeEvent

WITHIN = dt.timedelta(days=2)  # a sweep that was down for a day comes in time


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
