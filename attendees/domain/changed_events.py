"""Telling people of an evening that changed since they last heard: one mail per sign-up and revision."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from attendees.domain import letters
from attendees.models import SignUp, Ticket
from events.models import Event

BATCH = 50


def tell(now: dt.datetime) -> int:
    """Write to everybody with a place who is behind; returns how many sign-ups. Batches may be cut off anywhere."""
    told = 0
    while ids := _sign_ups_behind(now):
        with transaction.atomic():
            letters.event_changed(Ticket.objects.valid().filter(sign_up_id__in=ids), now=now)
        told += len(ids)
    return told


def _sign_ups_behind(now: dt.datetime) -> list[int]:
    behind = SignUp.objects.filter(
        Exists(Ticket.objects.valid().filter(sign_up=OuterRef("pk"))),
        event__state=Event.PUBLISHED,
        event__ends_at__gt=now,
        told_revision__lt=F("event__diary_revision"),
    )
    return list(behind.order_by("pk").values_list("pk", flat=True)[:BATCH])
