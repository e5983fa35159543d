"""What somebody does with an offer of the waiting list: take it, take fewer, not this time. All may come twice."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from attendees.domain import offers, sign_up, tickets, waiting_list
from attendees.domain.hold_times import CONFIRM_WITHIN
from attendees.domain.refused import AttendeeRefused
from attendees.domain.wishes import fingerprint
from attendees.models import SignUp, Ticket, WaitingListEntry

GONE = "Your time has passed, and the place went on to whoever waits next. You may join the list again."


def accept(entry: WaitingListEntry, *, now: dt.datetime) -> SignUp:
    """Take what is offered: confirmed at once when it costs nothing, else kept long enough to pay it by card.

    Raises AttendeeRefused when the offer has ended; then the place has moved on.
    """
    _check(entry, now=now)
    with transaction.atomic():
        taken = _lock(entry)
        if taken.moved_from_id and not _still_moves(taken):
            offers.stay(taken)
        if not taken.pays_by_card:
            sign_up.confirm(taken, now=now)
        elif entry.offered_until and now < entry.offered_until:
            tickets.keep_until(taken, until=now + CONFIRM_WITHIN)
    return taken


def accept_at_door(entry: WaitingListEntry, *, now: dt.datetime) -> SignUp:
    """Reserve what is offered, to pay it at the door. Raises AttendeeRefused as accept does, or when one cannot."""
    if not entry.event.pay_at_door or entry.moving.exists():
        raise AttendeeRefused("At this evening one cannot pay at the door.")
    _check(entry, now=now)
    with transaction.atomic():
        taken = _lock(entry)
        if taken.tickets.filter(state=Ticket.HELD).exists():
            SignUp.objects.filter(pk=taken.pk).update(way=SignUp.DOOR)
            taken.way = SignUp.DOOR
            sign_up.confirm(taken, now=now)
    return taken


def take_fewer(entry: WaitingListEntry, *, companions: Sequence[tuple[str, str]], now: dt.datetime) -> None:
    """Keep the offer for the person and these companions only; what is left moves on at once.

    The smaller offer is a new sign-up, so that a payment of the larger one cannot fit it. Raises AttendeeRefused.
    """
    _check(entry, now=now)
    with transaction.atomic():
        old = _lock(entry)
        held = list(old.tickets.filter(state=Ticket.HELD))
        fewer = len(held) - 1 - len(companions)
        if fewer <= 0:
            return
        tickets.give_up(held, now=now)
        entry.companions, entry.party = [list(one) for one in companions], 1 + len(companions)
        entry.save(update_fields=["companions", "party"])
        offers.hold(entry, people=entry.people, until=held[0].held_until or now, now=now)
        offers.release_count(entry.event_id, fewer, now=now)


def recognise(taken: SignUp, *, browser: str) -> None:
    """The browser with this code took it: it comes back from its payment to its ticket."""
    SignUp.objects.filter(pk=taken.pk).update(browser_hash=fingerprint(browser))


def decline(entry: WaitingListEntry, *, now: dt.datetime) -> None:
    """offered → lapsed before its time: the places move on at once, and they may join again. Twice is harmless."""
    if WaitingListEntry.objects.offered().filter(pk=entry.pk).exists():
        waiting_list.end(entry, WaitingListEntry.LAPSED, now=now)


def _still_moves(taken: SignUp) -> bool:
    """Whether each place that is to move here is still valid where it is, and nobody is in there; or has moved."""
    held = Ticket.objects.filter(sign_up=taken, state=Ticket.HELD)
    staying = held.filter(moved_from__state=Ticket.VALID, moved_from__checked_in_at__isnull=True)
    return staying.count() == held.count()


def _check(entry: WaitingListEntry, *, now: dt.datetime) -> None:
    """Raises AttendeeRefused when the evening takes nobody; an offer whose time has passed moves on now."""
    sign_up.check_open(entry.event, now=now)
    tickets.expire_lapsed(entry.event_id, now=now)


def _lock(entry: WaitingListEntry) -> SignUp:
    """What it is offered or has taken, the tickets locked. Raises AttendeeRefused when that is nothing any more."""
    for _ in range(2):  # another tab may have taken fewer while we waited for the lock
        found = offers.current(entry)
        if found and any(ticket.is_live for ticket in found.tickets.select_for_update().order_by("pk")):
            entry.refresh_from_db(fields=["state", "offered_until", "companions", "party"])
            return found
    raise AttendeeRefused(GONE)
