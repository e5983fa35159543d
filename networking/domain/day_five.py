"""Day 5: one gentle mail to those who came and for whom something is still open, and to nobody else.

Open are promises of theirs, questions of others that they could answer, and a first-timer's word about the evening.
"""

import datetime as dt

from django.db import transaction

from attendees.domain import addressees, drafts, follow_up
from attendees.models import Ticket, TicketQuerySet
from events.models import Event
from foundation.mail.domain import outbox
from foundation.mail.models import Message
from networking.domain import afterwards

DAYS = 5
WORTH_SENDING = dt.timedelta(days=1)  # the day after, open questions close


def write_due(now: dt.datetime) -> int:
    """Write those that are due and not yet written; returns how many. May run twice, or be killed."""
    over = Event.objects.published().filter(ends_at__lte=now, ends_at__gt=now - dt.timedelta(days=DAYS + 3))
    return sum(_write(event, now=now) for event in over.select_related("series") if _is_due(event, now=now))


def due_at(event: Event) -> dt.datetime:
    """The same time of day as the mail of the morning after."""
    return follow_up.due_at(event, days=DAYS)


def _is_due(event: Event, *, now: dt.datetime) -> bool:
    return due_at(event) <= now < due_at(event) + WORTH_SENDING


def _write(event: Event, *, now: dt.datetime) -> int:
    """To each address once, in handfuls, each in a transaction of its own."""
    written = last = 0
    while batch := list(_untold(event).filter(pk__gt=last).order_by("pk")[: follow_up.BATCH]):
        last = batch[-1].pk
        gathered = addressees.gather(batch)
        people = addressees.each_once([to for sign_up, theirs in gathered for to in addressees.apart(sign_up, theirs)])
        with transaction.atomic():
            follow_up.hold(to.ticket.pk for to in people)
            homes = afterwards.day_five(people)
            stale_at = due_at(event) + WORTH_SENDING
            letters = [
                drafts.day_five(to, homes[to.ticket.pk], now=now, expires_at=stale_at)
                for to in people
                if to.ticket.pk in homes
            ]
            written += outbox.write_all(letters)
    return written


def _untold(event: Event) -> TicketQuerySet:
    told = Message.objects.filter(about_event=event.pk, key__startswith=drafts.DAY_FIVE)
    came = Ticket.objects.for_event(event.pk).checked_in()
    return came.exclude(email="").exclude(email__in=told.values("to"))
