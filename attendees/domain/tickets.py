"""Tickets: the only module that moves one. Each move keeps Places and the mails in step, in one transaction."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from attendees.domain.refused import AttendeeRefused
from attendees.models import Profile, SignUp, Ticket
from events.domain import places
from foundation.lib import codes, states
from foundation.mail.domain import outbox

CANCELLED_BY_PERSON, CANCELLED_BY_HOST, EVENT_CANCELLED = "person", "host", "event"
MOVED, REFUNDED, DISPUTED, DECLINED = "moved", "refunded", "disputed", "declined"


def hold(sign_up: SignUp, *, people: Sequence[tuple[str, str]], until: dt.datetime) -> list[Ticket]:
    """Make *held* tickets for `people` (name, e-mail or ""), buyer first; claims no places. In a transaction."""
    tickets = [
        Ticket(
            sign_up=sign_up,
            event_id=sign_up.event_id,
            seat=seat,
            name=name,
            email=email.lower(),
            held_until=until,
            secret_version=codes.current_version(),
        )
        for seat, (name, email) in enumerate(people, start=1)
    ]
    free = _free_to_hold(sign_up)
    if free:
        tickets[0].holder = sign_up.buyer
    for ticket in tickets:
        ticket.save(force_insert=True)
        stamp_codes(ticket)
    return tickets


def stamp_codes(ticket: Ticket) -> None:
    """Store the hashes of the ticket's codes; both change with `issue` and `secret_version`."""
    ticket.manage_hash = codes.fingerprint(ticket.manage_code)
    ticket.door_hash = codes.fingerprint(ticket.door_code)
    Ticket.objects.filter(pk=ticket.pk).update(manage_hash=ticket.manage_hash, door_hash=ticket.door_hash)


def confirm(ticket: Ticket, *, now: dt.datetime) -> None:
    """held → valid; a late payer's expired → valid claims its place again. Raises places.Full or states.Stale."""
    with transaction.atomic():
        late = ticket.state == Ticket.EXPIRED
        if late and ticket.holder_id and not _free_to_hold(ticket.sign_up):
            Ticket.objects.filter(pk=ticket.pk).update(holder=None)
        came_from = [Ticket.EXPIRED] if late else [Ticket.HELD]
        changed = Ticket.objects.filter(pk=ticket.pk, state__in=came_from).update(
            state=Ticket.VALID, confirmed_at=now, held_until=None
        )
        if not changed:
            raise states.Stale(f"Ticket {ticket.pk} is not {came_from[0]} any more")
        if late:
            places.claim(ticket.event_id, 1)
    ticket.refresh_from_db()


def cancel(
    tickets: Iterable[Ticket], *, reason: str, now: dt.datetime, refund_wanted: bool = False, release: bool = True
) -> list[Ticket]:
    """held or valid → cancelled, frees the places in the same transaction, withdraws mails not yet sent.

    Tickets that were no longer live are passed over; returns those that this call cancelled. `refund_wanted` is the
    fact that payments' sweep turns into refunds. `release=False` only where a caller releases them itself.
    """
    done = []
    with transaction.atomic():
        for ticket in sorted(tickets, key=lambda ticket: ticket.pk):
            changed = Ticket.objects.filter(pk=ticket.pk, state__in=[Ticket.HELD, Ticket.VALID]).update(
                state=Ticket.CANCELLED, cancelled_at=now, cancel_reason=reason, refund_wanted=refund_wanted
            )
            if changed:
                outbox.withdraw(about=f"ticket:{ticket.pk}")
                done.append(ticket)
        if release:
            for event_id in sorted({ticket.event_id for ticket in done}):
                places.release(event_id, sum(ticket.event_id == event_id for ticket in done))
    for ticket in done:
        ticket.refresh_from_db()
    return done


def expire_lapsed(event_id: int, *, now: dt.datetime) -> int:
    """Give back the places of this event's holds whose time has passed; returns how many."""
    with transaction.atomic():
        ids = list(Ticket.objects.for_event(event_id).lapsed(now).order_by("pk").values_list("pk", flat=True))
        return _expire(event_id, ids, now=now)


def expire(sign_up: SignUp, *, now: dt.datetime) -> int:
    """Let go of a sign-up's holds before their time: its payment was given up, or a newer hold replaces it."""
    with transaction.atomic():
        ids = list(sign_up.tickets.filter(state=Ticket.HELD).order_by("pk").values_list("pk", flat=True))
        return _expire(sign_up.event_id, ids, now=now)


def _expire(event_id: int, ids: list[int], *, now: dt.datetime) -> int:
    expired = Ticket.objects.filter(pk__in=ids, state=Ticket.HELD).update(state=Ticket.EXPIRED, held_until=now)
    if expired:
        places.release(event_id, expired)
    return expired


def require_live(ticket: Ticket) -> None:
    """Raises AttendeeRefused unless the ticket still takes a place."""
    if not ticket.is_live:
        raise AttendeeRefused("This place is not yours any more: it was cancelled or given up.")


def rename(ticket: Ticket, *, name: str) -> None:
    """Another name on the ticket; codes and place stay."""
    require_live(ticket)
    Ticket.objects.filter(pk=ticket.pk).update(name=name)
    ticket.name = name


def _free_to_hold(sign_up: SignUp) -> bool:
    """Whether the buyer holds no other live ticket of this evening (a person stands on one ticket at most)."""
    return not Ticket.objects.for_event(sign_up.event_id).live().filter(holder_id=sign_up.buyer_id).exists()


def of_profile(profile: Profile) -> "list[Ticket]":
    """All tickets a person holds or has held with their event, newest evening first."""
    return list(
        Ticket.objects.filter(holder=profile)
        .select_related("event__series", "event__venue")
        .order_by("-event__starts_at")
    )
