""" "I lost my mail": asking writes one row, whatever the address; a sweep sends what there is a moment later."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from attendees.domain import letters
from attendees.models import Ticket, TicketQuerySet, TicketRequest

AT_ONCE = 200


def ask(*, email: str, now: dt.datetime) -> None:
    """Note that somebody wants the tickets of this address again."""
    TicketRequest.objects.create(email=email.lower(), asked_at=now)


def send_asked(now: dt.datetime) -> int:
    """Send the tickets that were asked for, one mail per sign-up, and forget the asking; returns how many askings."""
    asked = list(TicketRequest.objects.order_by("id")[:AT_ONCE])
    for email in sorted({request.email for request in asked}):
        with transaction.atomic():
            letters.resent(list(coming(email, now=now)), email=email, now=now)
            TicketRequest.objects.filter(email=email, id__lte=asked[-1].pk).delete()
    return len(asked)


def coming(email: str, *, now: dt.datetime) -> TicketQuerySet:
    """The valid tickets of evenings not yet over that this address bought or holds."""
    theirs = Q(email=email) | Q(sign_up__email=email)
    return Ticket.objects.valid().filter(theirs, event__ends_at__gt=now)
