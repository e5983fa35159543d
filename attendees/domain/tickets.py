"""Tickets: the only module that moves one. Each move keeps Places and the mails in step, in one transaction.

Rows are locked in one order everywhere: tickets by id, then places by event.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Count

from attendees.domain import profiles
from attendees.domain.refused import AttendeeRefused
from attendees.models import Profile, SignUp, Ticket, TicketQuerySet
from events.domain import places
from events.models import Event, Places
from foundation.lib import states
from foundation.mail.domain import outbox

CANCELLED_BY_PERSON, CANCELLED_BY_HOST, EVENT_CANCELLED = "person", "host", "event"
FEW = 10  # fewer places left than this: it is worth looking for holds that lapsed
MOVED, REFUNDED, DISPUTED, DECLINED = "moved", "refunded", "disputed", "declined"


def hold(sign_up: SignUp, *, people: Sequence[tuple[str, str]], until: dt.datetime) -> list[Ticket]:
    """Make *held* tickets for `people` (name, e-mail or ""), buyer first; claims no places. In a transaction."""
    made = [
        Ticket(
            sign_up=sign_up,
            event_id=sign_up.event_id,
            seat=seat,
            name=name,
            email=email.lower(),
            held_until=until,
        )
        for seat, (name, email) in enumerate(people, start=1)
    ]
    Ticket.objects.bulk_create(made)
    for ticket in made:
        if ticket.email == sign_up.email:
            seat_person(ticket, sign_up.buyer)
    return made


def reissue(ticket: Ticket) -> None:
    """New codes for a ticket; the old ones open nothing any more."""
    ticket.issue += 1
    ticket.save(update_fields=["issue", "manage_hash", "door_hash"])


def seat_person(ticket: Ticket, profile: Profile | None) -> None:
    """Make `profile` the holder, unless they hold another live ticket of this evening: one person, one ticket.

    Nobody known, nothing done: who walks in needs no address.
    """
    if profile is None:
        return
    try:
        with transaction.atomic():
            Ticket.objects.filter(pk=ticket.pk).update(holder=profile)
    except IntegrityError:
        return
    ticket.holder = profile


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
        for ticket in waiting:
            states.move(ticket, Ticket.VALID, confirmed_at=now, held_until=None)
            seat_by_address(ticket)
        if late:
            places.claim(sign_up.event_id, len(late))
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
            for event_id, count in done.order_by("event_id").values_list("event_id").annotate(Count("pk")):
                places.release(event_id, count)
        return list(done.order_by("pk"))


def open_holds(event: Event, *, email: str) -> TicketQuerySet:
    """What this address still holds unpaid of this event."""
    return Ticket.objects.for_event(event.pk).filter(state=Ticket.HELD, sign_up__email=email, sign_up__way=SignUp.CARD)


def room(event_id: int, *, now: dt.datetime) -> int:
    """Places that somebody could take now: those left and, when these are few, those of holds that lapsed and were
    not yet given back.
    """
    row = Places.objects.get(event_id=event_id)
    left = row.capacity - row.taken
    if left >= FEW:
        return left
    return max(0, left + Ticket.objects.for_event(event_id).lapsed(now).count())


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
        expired = _expire(Ticket.objects.for_event(event_id).lapsed(now), now=now)
        if expired:
            places.release(event_id, expired)
    return expired


def expire_all_lapsed(now: dt.datetime) -> int:
    """`expire_lapsed` for every event that has such holds; returns how many."""
    lapsed = Ticket.objects.lapsed(now).order_by("event_id").values_list("event_id", flat=True).distinct()
    return sum(expire_lapsed(event_id, now=now) for event_id in list(lapsed))


def expire(sign_up: SignUp, *, now: dt.datetime) -> int:
    """Let go of a sign-up's holds before their time: its payment was given up. Returns how many."""
    with transaction.atomic():
        expired = _expire(Ticket.objects.filter(sign_up=sign_up, state=Ticket.HELD), now=now)
        if expired:
            places.release(sign_up.event_id, expired)
    return expired


def keep_until(sign_up: SignUp, *, until: dt.datetime) -> int:
    """Keep what is still held for longer; returns how many tickets that were."""
    return Ticket.objects.filter(sign_up=sign_up, state=Ticket.HELD).update(held_until=until)


def give_up_holds(event: Event, *, email: str, now: dt.datetime) -> int:
    """held → expired for what this address still holds; returns how many places the caller has to release."""
    return _expire(open_holds(event, email=email), now=now)


def require_live(ticket: Ticket) -> None:
    """Raises AttendeeRefused unless the ticket still takes a place."""
    if not ticket.is_live:
        raise AttendeeRefused("This place is not yours any more: it was cancelled or given up.")


def rename(ticket: Ticket, *, name: str) -> None:
    """Another name on the ticket; codes and place stay."""
    require_live(ticket)
    Ticket.objects.filter(pk=ticket.pk).update(name=name)
    ticket.name = name


def of_profile(profile: Profile) -> list[Ticket]:
    """All tickets a person holds or has held with their event, newest evening first."""
    return list(
        Ticket.objects.filter(holder=profile)
        .select_related("event__series", "event__venue")
        .order_by("-event__starts_at")
    )


def _expire(holds: TicketQuerySet, *, now: dt.datetime) -> int:
    ids = list(holds.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    return Ticket.objects.filter(pk__in=ids, state=Ticket.HELD).update(state=Ticket.EXPIRED, held_until=now)


def reissue_sign_up(sign_up: SignUp) -> None:
    """A new code for the buyer's page; the old address opens nothing any more."""
    sign_up.issue += 1
    sign_up.save(update_fields=["issue", "manage_hash"])


def seat_by_address(ticket: Ticket) -> None:
    """A companion with an e-mail counts as a person, from the moment the place is theirs."""
    if ticket.holder_id:
        return
    if ticket.email == ticket.sign_up.email:
        seat_person(ticket, ticket.sign_up.buyer)
    elif ticket.email:
        seat_person(ticket, profiles.find_or_make(email=ticket.email, name=ticket.name))
