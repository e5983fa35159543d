"""Settling who came: the unscanned of an evening are marked, and then those who missed it may be told."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from attendees.domain.refused import AttendeeRefused
from attendees.models import Arrivals, Ticket, TicketQuerySet
from events.domain import journal
from events.models import Event


def unscanned(event: Event) -> TicketQuerySet:
    """Valid tickets that nobody checked in, companions behind their buyer."""
    left = Ticket.objects.for_event(event.pk).valid().filter(checked_in_at__isnull=True)
    return left.select_related("sign_up").order_by("sign_up__name", "sign_up_id", "seat")


def settled(event: Event) -> Arrivals | None:
    return Arrivals.objects.filter(event=event, settled_at__isnull=False).first()


def settle(event: Event, *, came: Collection[int], by: str, now: dt.datetime) -> tuple[int, int]:
    """Of the unscanned, those whose ticket ids are in `came` came, all others missed it; returns how many of each.

    May be done again: who came after all is no longer missed. Raises AttendeeRefused before the evening began.
    """
    if now < event.starts_at or not event.is_published:
        raise AttendeeRefused("This evening has not begun yet, so nobody has missed it.")
    with transaction.atomic():
        left = Ticket.objects.for_event(event.pk).valid().filter(checked_in_at__isnull=True)
        there = left.filter(pk__in=came).update(checked_in_at=now, checked_in_by=f"{by}, afterwards", missed_at=None)
        missed = left.count()
        left.filter(missed_at__isnull=True).update(missed_at=now)
        Arrivals.objects.update_or_create(event=event, defaults={"settled_at": now, "settled_by": by})
        journal.note(event, by=by, sentence=f"settled who came: {there} more came, {missed} missed it")
    return there, missed
