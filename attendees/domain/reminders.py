"""Reminders, derived from facts: who should have had which by now and has not. Few, and never stale.

Two days before, always before the time for a refund ends; the morning of; a week before only for those who booked
over three weeks ahead. All are the clocks' times where the evening is, whatever the clocks did since.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, When

from attendees.domain import addressees, drafts
from attendees.domain.addressees import Addressee
from attendees.domain.looked_out import LookedOut
from attendees.models import Profile, SignUp, Ticket
from attendees.models.ticket import TicketQuerySet
from events.models import Event
from foundation.lib import local_times
from foundation.mail.domain import outbox
from foundation.mail.models import Message

WEEK, TWO_DAYS, MORNING = KINDS = "week", "two_days", "morning"
BOOKED_EARLY = dt.timedelta(days=21)
NOTICE_BEFORE_REFUNDS_END = dt.timedelta(hours=6)
LATEST_MORNING = dt.timedelta(hours=2)
LOOK_AHEAD = dt.timedelta(days=60)
BATCH = 50
Gather = Callable[[Sequence[Addressee]], Mapping[int, LookedOut]]


@dataclass(frozen=True)
class Moment:
    """When a kind of reminder is due, and from when on it is worth nothing (UTC).

    Only for tickets confirmed before `booked_before`: who booked later has just read it all.
    """

    kind: str
    due_at: dt.datetime
    stale_at: dt.datetime
    booked_before: dt.datetime

    def is_due(self, now: dt.datetime) -> bool:
        return self.due_at <= now < self.stale_at


def moments(event: Event) -> list[Moment]:
    """The reminders of an event, in order."""
    morning = min(_at(event, 0, event.morning_at), event.starts_at - LATEST_MORNING)
    days = _days_before_refunds_end(event)
    two_days = _at(event, days, event.two_days_before_at)
    refunds_end = event.refund_until if event.price_amount else event.starts_at
    found = [
        Moment(TWO_DAYS, two_days, min(refunds_end, morning), two_days),
        Moment(MORNING, morning, event.starts_at, morning),
    ]
    week = _at(event, 7, event.week_before_at)
    if days < 5:  # else the one before the refund deadline is as early
        booked_before = min(week, event.starts_at - BOOKED_EARLY)
        found.insert(0, Moment(WEEK, week, week + dt.timedelta(days=1), booked_before))
    return found


def nobody(people: Sequence[Addressee]) -> Mapping[int, LookedOut]:
    return {}


def write_due(now: dt.datetime, gather: Gather = nobody) -> int:
    """Write the reminders that are due and not yet written; returns how many. May run twice, or be killed. `gather`
    says, in the transaction of a handful, who looks out for each or for whom they do, by the id of their ticket.
    """
    coming = Event.objects.published().filter(starts_at__gt=now, starts_at__lte=now + LOOK_AHEAD)
    due = [(event, moment) for event in coming for moment in moments(event) if moment.is_due(now)]
    return sum(_write(event, moment, gather=gather, now=now) for event, moment in due)


def take_back(event: Event, ticket_ids: Collection[int]) -> int:
    """Who looks out for whom has changed for these tickets of an evening: their reminders that are not yet sent are
    withdrawn, and written anew by the next sweep. In the transaction that makes the change, after it; how many.
    """
    return outbox.take_back([drafts.reminder_key(kind, pk, event) for kind in KINDS for pk in ticket_ids])


def switch(owner: SignUp | Ticket, *, on: bool, now: dt.datetime) -> None:
    """Reminders of the places on one page, which is all that its address proves; other evenings go on as they are."""
    type(owner)._default_manager.filter(pk=owner.pk).update(reminders_off_at=None if on else now)


def _write(event: Event, moment: Moment, *, gather: Gather, now: dt.datetime) -> int:
    written = last = 0
    while ids := _sign_ups_to_tell(event, moment, after=last):
        written += _write_some(event, moment, ids=ids, gather=gather, now=now)
        last = ids[-1]
    return written


def _sign_ups_to_tell(event: Event, moment: Moment, *, after: int) -> list[int]:
    untold = _untold(event, moment).filter(sign_up_id__gt=after)
    return list(untold.order_by("sign_up_id").values_list("sign_up_id", flat=True).distinct()[:BATCH])


def _write_some(event: Event, moment: Moment, *, ids: list[int], gather: Gather, now: dt.datetime) -> int:
    """A handful in one transaction, in which the event cannot move: an edit before it is seen, one after it withdraws
    what this writes."""
    with transaction.atomic():
        same = (
            Event.objects.select_for_update(no_key=True)
            .published()
            .filter(pk=event.pk, starts_at=event.starts_at, diary_revision=event.diary_revision)
        )
        if not same:
            return 0
        gathered = addressees.gather(_untold(event, moment).filter(sign_up_id__in=ids))
        people = addressees.each_once(
            [to for sign_up, tickets in gathered for to in addressees.apart(sign_up, tickets)]
        )
        found = gather(people)
        letters = [
            drafts.reminder(
                moment.kind,
                to,
                look_out=found.get(to.ticket.pk, LookedOut()),
                now=now,
                expires_at=moment.stale_at,
            )
            for to in people
        ]
        return outbox.write_all(letters)


def _untold(event: Event, moment: Moment) -> TicketQuerySet:
    """Valid tickets booked in time, whose person has reminders on and has not had this one for this start."""
    told = Message.objects.filter(
        about_event=event.pk,
        template=f"attendees/reminder_{moment.kind}",
        key__endswith=drafts.start_mark(event),
    ).exclude(state=Message.WITHDRAWN)
    off = Profile.objects.filter(email=OuterRef("address"), reminders_off_at__isnull=False)
    buyers_off = Q(address=F("sign_up__email"), sign_up__reminders_off_at__isnull=False)
    valid = Ticket.objects.for_event(event.pk).valid()
    if moment.kind == WEEK:  # who kept the place at a close had one mail more about it at the start
        valid = valid.filter(sign_up__kept_from__isnull=True)
    return (
        valid.filter(confirmed_at__lt=moment.booked_before)
        .annotate(address=Case(When(email="", then=F("sign_up__email")), default=F("email")))
        .exclude(address="")
        .exclude(buyers_off | Q(reminders_off_at__isnull=False) | Exists(off))
        .exclude(address__in=told.values("to"))
    )


def _days_before_refunds_end(event: Event) -> int:
    """Two, or as many more as leave some hours between the reminder and the end of refunds."""
    days = 2
    while event.price_amount and _at(event, days, event.two_days_before_at) > (
        event.refund_until - NOTICE_BEFORE_REFUNDS_END
    ):
        days += 1
    return days


def _at(event: Event, days: int, clock: dt.time) -> dt.datetime:
    """So many days before the evening, when the clocks there show `clock` (UTC)."""
    day = event.starts_local.date() - dt.timedelta(days=days)
    return local_times.utc(dt.datetime.combine(day, clock), event.zone)
