"""Tickets: the only module that moves one. Each move keeps Places and the mails in step, in one transaction.

Rows are locked in one order everywhere: tickets by id, codes, places by event, then the entries that wait. Places go
back by `offers.release` only, which hands them on to who waits.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from attendees.domain import offers, reserves, seats
from attendees.models import SignUp, Ticket, TicketQuerySet
from events.domain import places
from events.models import Event
from foundation.lib import compiled, states
from foundation.mail.domain import outbox

CANCELLED_BY_PERSON, CANCELLED_BY_HOST, EVENT_CANCELLED = "person", "host", "event"
MOVED, REFUNDED, DISPUTED, DECLINED = "moved", "refunded", "disputed", "declined"


def confirm(sign_up: SignUp, *, now: dt.datetime) -> list[Ticket]:
    """held → valid, and a late payer's expired → valid with its place claimed again; all or none, once.

    Returns the tickets that this call confirmed. Raises places.Full.
    """
    with transaction.atomic():
        locked = list(sign_up.tickets.select_for_update().order_by("pk"))
        late = [ticket for ticket in locked if ticket.state == Ticket.EXPIRED]
        waiting = [ticket for ticket in locked if ticket.state == Ticket.HELD] + late
        # A late payer may meanwhile hold another ticket of the evening: first nobody's, then whose it is.
        Ticket.objects.filter(pk__in=[ticket.pk for ticket in late]).update(holder=None)
        for ticket in late:
            ticket.holder = None
        states.move_all(waiting, Ticket.VALID, confirmed_at=now, held_until=None)
        for ticket in waiting:
            seats.seat_by_address(ticket)
        offers.note_taken(sign_up, now=now)
        missing = len(late) - reserves.use(sign_up, len(late)) if late else 0
        if missing:
            places.claim(sign_up.event_id, missing)
    return sorted(waiting, key=lambda ticket: ticket.seat)


def cancel(
    tickets: Iterable[Ticket], *, reason: str, now: dt.datetime, refund_wanted: bool = False, release: bool = True
) -> list[Ticket]:
    """held or valid → cancelled, frees the places in the same transaction, withdraws mails not yet sent.

    Tickets that were no longer live are passed over; returns those that this call cancelled, read anew, with a few
    queries whatever their number. `refund_wanted` is the fact that payments' sweep turns into refunds.
    `release=False` only where a caller releases the places itself.
    """
    with transaction.atomic():
        live = Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).live()
        ids = list(live.select_for_update().order_by("pk").values_list("pk", flat=True))
        done = Ticket.objects.filter(pk__in=ids)
        done.live().update(state=Ticket.CANCELLED, cancelled_at=now, cancel_reason=reason, refund_wanted=refund_wanted)
        outbox.withdraw_all([f"ticket:{pk}" for pk in ids])
        if release:
            for event_id, ticket_ids in _by_event(done):
                offers.release(event_id, ticket_ids, now=now)
        return list(done.order_by("pk"))


def _by_event(found: TicketQuerySet) -> list[tuple[int, list[int]]]:
    """Their ids, event by event in order."""
    pairs = found.order_by("event_id", "pk").values_list("event_id", "pk")
    grouped = groupby(pairs, key=itemgetter(0))
    return [(event_id, [pk for _, pk in theirs]) for event_id, theirs in grouped]


def room(event_id: int, *, now: dt.datetime) -> int:
    """Places that anybody could take now: those left, and those of holds that lapsed and were not yet given back.

    None while somebody waits.
    """
    [(left,)] = ROOM.all(event_id, now)
    return left


def room_of_each(*, now: dt.datetime) -> Case:
    """`room` as an expression over events, for pages that read it with everything else they show."""
    lapsed = Ticket.objects.lapsed(now).filter(event=OuterRef("pk")).order_by().values("event")
    count = Coalesce(Subquery(lapsed.values(count=Count("pk"))), 0)
    return Case(
        When(places__waiting=0, then=Greatest(F("places__capacity") - F("places__taken") + count, 0)), default=Value(0)
    )


def _room(event_id: int, now: dt.datetime) -> QuerySet[Event, tuple[int]]:
    return Event.objects.filter(pk=event_id).order_by().values_list(room_of_each(now=now))


ROOM = compiled.Query(_room)


def claim(event_id: int, count: int, *, now: dt.datetime) -> None:
    """Claim places, the last statement of the caller's transaction. Too little room: expire this event's lapsed holds
    and claim once more. Raises places.Full.
    """
    try:
        with transaction.atomic():  # a refused claim lets go of the hot row before other rows are touched
            places.claim(event_id, count)
    except places.Full:
        if not expire_lapsed(event_id, now=now):
            raise
        places.claim(event_id, count)


def expire_lapsed(event_id: int, *, now: dt.datetime) -> int:
    """Give back the places of this event's holds whose time has passed; returns how many."""
    with transaction.atomic():
        return _expire_and_release(event_id, Ticket.objects.for_event(event_id).lapsed(now), now=now)


def expire_all_lapsed(now: dt.datetime) -> int:
    """`expire_lapsed` for every event that has such holds; returns how many."""
    lapsed = Ticket.objects.lapsed(now).order_by("event_id").values_list("event_id", flat=True).distinct()
    return sum(expire_lapsed(event_id, now=now) for event_id in list(lapsed))


def expire(sign_up: SignUp, *, now: dt.datetime) -> int:
    """Let go of a sign-up's holds before their time: its payment was given up. Returns how many."""
    with transaction.atomic():
        holds = Ticket.objects.filter(sign_up=sign_up, state=Ticket.HELD)
        return _expire_and_release(sign_up.event_id, holds, now=now)


def keep_until(sign_up: SignUp, *, until: dt.datetime) -> int:
    """Keep what is still held for longer, never for shorter; returns how many tickets that were."""
    return Ticket.objects.filter(sign_up=sign_up, state=Ticket.HELD, held_until__lt=until).update(held_until=until)


def give_up(held: Collection[Ticket], *, now: dt.datetime) -> int:
    """held → expired for those of these that still are; returns how many places the caller has to release."""
    if not held:
        return 0
    return len(_expire(Ticket.objects.filter(pk__in=[ticket.pk for ticket in held], state=Ticket.HELD), now=now))


def _expire_and_release(event_id: int, holds: TicketQuerySet, *, now: dt.datetime) -> int:
    expired = _expire(holds, now=now)
    if expired:
        offers.note_lapsed(expired, now=now)
        offers.release(event_id, expired, now=now)
    return len(expired)


def _expire(holds: TicketQuerySet, *, now: dt.datetime) -> list[int]:
    """The ids of those that this call expired, each locked until the transaction ends."""
    ids = list(holds.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Ticket.objects.filter(pk__in=ids, state=Ticket.HELD).update(state=Ticket.EXPIRED, held_until=now)
    return ids
