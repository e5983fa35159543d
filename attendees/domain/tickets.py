"""Tickets: the only module that moves one. Each move keeps Places and the mails in step, in one transaction.

Rows are locked in one order everywhere: tickets by id, then places by event.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from attendees.domain import profiles
from attendees.domain.refused import AttendeeRefused
from attendees.models import Profile, SignUp, Ticket, TicketQuerySet
from events.domain import places
from events.models import Event
from foundation.lib import states
from foundation.mail.domain import outbox

CANCELLED_BY_PERSON, CANCELLED_BY_HOST, EVENT_CANCELLED = "person", "host", "event"
MOVED, REFUNDED, DISPUTED, DECLINED = "moved", "refunded", "disputed", "declined"


def hold(sign_up: SignUp, *, people: Sequence[tuple[str, str]], until: dt.datetime) -> list[Ticket]:
    """Make *held* tickets for `people` (name, e-mail or ""), buyer first; claims no places. In a transaction.

    Companions with an e-mail become persons when their place is confirmed.
    """
    return _save(_drafts(sign_up, people, held_until=until))


def give(sign_up: SignUp, *, people: Sequence[tuple[str, str]], now: dt.datetime) -> list[Ticket]:
    """As `hold`, valid at once: nothing has to be paid by card first."""
    made = _drafts(sign_up, people, state=Ticket.VALID, confirmed_at=now)
    for ticket in made:
        ticket.holder = _person(ticket)
    return _save(made)


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
        states.move_all(waiting, Ticket.VALID, confirmed_at=now, held_until=None)
        for ticket in waiting:
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


def room(event_id: int, *, now: dt.datetime) -> int:
    """Places that somebody could take now: those left, and those of holds that lapsed and were not yet given back."""
    left: int = Event.objects.values_list(room_of_each(now=now), flat=True).get(pk=event_id)
    return left


def room_of_each(*, now: dt.datetime) -> Greatest:
    """`room` as an expression over events, for pages that read it with everything else they show."""
    lapsed = Ticket.objects.lapsed(now).filter(event=OuterRef("pk")).order_by().values("event")
    count = Coalesce(Subquery(lapsed.values(count=Count("pk"))), 0)
    return Greatest(F("places__capacity") - F("places__taken") + count, 0)


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


def give_up(held: Collection[Ticket], *, now: dt.datetime) -> int:
    """held → expired for those of these that still are; returns how many places the caller has to release."""
    return _expire(Ticket.objects.filter(pk__in=[ticket.pk for ticket in held], state=Ticket.HELD), now=now)


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
    if not ticket.holder_id:
        seat_person(ticket, _person(ticket))


def _person(ticket: Ticket) -> Profile | None:
    """Whose place it is, made where new; nobody known without an e-mail."""
    if ticket.email == ticket.sign_up.email:
        return ticket.sign_up.buyer
    return profiles.find_or_make(email=ticket.email, name=ticket.name) if ticket.email else None


def _drafts(sign_up: SignUp, people: Sequence[tuple[str, str]], **fields: Any) -> list[Ticket]:
    """Tickets to be, the buyer in their seat."""
    return [
        Ticket(
            sign_up=sign_up,
            event_id=sign_up.event_id,
            seat=seat,
            name=name,
            email=email.lower(),
            holder=sign_up.buyer if email.lower() == sign_up.email else None,
            **fields,
        )
        for seat, (name, email) in enumerate(people, start=1)
    ]


def _save(made: list[Ticket]) -> list[Ticket]:
    """One INSERT; where somebody has another live ticket of this evening, once more and each seated by themselves."""
    try:
        with transaction.atomic():
            return Ticket.objects.bulk_create(made)
    except IntegrityError:
        holders = [ticket.holder for ticket in made]
        for ticket in made:
            ticket.holder = None
        Ticket.objects.bulk_create(made)
        for ticket, holder in zip(made, holders, strict=True):
            seat_person(ticket, holder)
        return made
