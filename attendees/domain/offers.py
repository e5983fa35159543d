"""Places that come free go to who waits, first come first served, in the transaction that frees them.

Whoever gives a place back does it by `release`, so that nobody can forget the waiting list. An offer is a SignUp whose
tickets are *held* until the offer's end; nobody's payment is waited for.

Locks: tickets, then Places, then the entries that wait. The lock of Places is the list's lock: an entry that waits is
moved under it only, and one with an offer under the locks of that offer's tickets.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Max

from attendees.domain import fares, offer_times, reserves, seats, waiting_mails
from attendees.models import SignUp, Ticket, WaitingListEntry
from events.domain import places
from events.models import Event, Places
from foundation.lib import states
from foundation.mail.domain import outbox


def release(event_id: int, ticket_ids: Collection[int], *, now: dt.datetime) -> None:
    """Give back the places of these tickets, live no longer: to the reserve of the code that brought them, or to all;
    and offer what is free. In a transaction, after the tickets' locks.
    """
    release_count(event_id, len(ticket_ids) - reserves.give_back(event_id, ticket_ids, now=now), now=now)


def release_count(event_id: int, count: int, *, now: dt.datetime) -> None:
    """Give `count` places back to all and offer what is free. In a transaction, after the tickets' locks."""
    places.release(event_id, count)
    make(event_id, now=now)


def make(event_id: int, *, now: dt.datetime) -> int:
    """Offer each free place of a coming evening to the first entry that fits; returns how many offers.

    A party that is too large for what is free keeps its place in the order; where that leaves places over, all who
    wait are told that they may take fewer. In a transaction.
    """
    row = places.lock(event_id)
    if not row.waiting or not row.free:
        return 0
    event = Event.objects.select_related("series", "venue").get(pk=event_id)
    if not event.is_published or now >= event.starts_at:
        return 0
    chosen = _first_that_fit(row)
    for entry in chosen:
        entry.event = event
        places.claim_for_waiting(event_id, entry.party)
        offer(entry, now=now)
    left_over = row.free - sum(entry.party for entry in chosen)
    if left_over:
        _tell_of_fewer(event, left_over, now=now)
    return len(chosen)


def offer(entry: WaitingListEntry, *, now: dt.datetime) -> SignUp:
    """waiting → offered, with its held tickets and its mail. The caller has locked and claimed the places."""
    event = entry.event
    usual = dt.timedelta(hours=event.series.offer_hours)
    until = offer_times.until(now, starts_at=event.starts_at, zone=event.zone, usual=usual)
    states.move(entry, WaitingListEntry.OFFERED, offered_at=now, offered_until=until)
    sign_up = hold(entry, people=entry.people, until=until, now=now)
    outbox.write_all([waiting_mails.offered(entry, kept=sign_up, now=now)])
    return sign_up


def hold(entry: WaitingListEntry, *, people: Sequence[tuple[str, str]], until: dt.datetime, now: dt.datetime) -> SignUp:
    """A sign-up for the entry's person with held tickets for `people`, of nobody's history until they take it."""
    event, moving = entry.event, _moving(entry, people)
    sign_up = SignUp.objects.create(
        event=event,
        buyer_id=entry.person_id,
        name=entry.name,
        email=entry.email,
        currency=event.currency,
        told_revision=event.diary_revision,
        waited_as=entry,
        created_at=now,
        **(fares.terms(moving[0].sign_up, event) if moving else _terms(event)),
    )
    made = seats.keep(sign_up, people=people, until=until)
    if moving:
        seats.follow(made, moving)
    return sign_up


def stay(sign_up: SignUp) -> None:
    """What was to move here is no longer where it was: then this is an offer like any other."""
    sign_up.tickets.update(moved_from=None)
    fields = {**_terms(sign_up.event), "credit_amount": 0, "voucher": None, "moved_from": None}
    SignUp.objects.filter(pk=sign_up.pk).update(**fields)
    sign_up.refresh_from_db()


def note_taken(sign_up: SignUp, *, now: dt.datetime) -> None:
    """Its tickets became valid, in time or late: the entry is taken. Call with the tickets locked."""
    if sign_up.waited_as_id is None:
        return
    sources = WaitingListEntry.TRANSITIONS.sources(WaitingListEntry.TAKEN)
    entry = WaitingListEntry.objects.filter(pk=sign_up.waited_as_id, state__in=sources)
    entry.update(state=WaitingListEntry.TAKEN, ended_at=now)
    outbox.withdraw(about=waiting_mails.about(sign_up.waited_as_id))


def note_lapsed(ticket_ids: Iterable[int], *, now: dt.datetime) -> None:
    """These tickets were expired: offers among them have lapsed, and their people are told. Before `release`."""
    found = WaitingListEntry.objects.offered().filter(sign_ups__tickets__in=ticket_ids).distinct()
    for entry in found.select_related("event__series", "event__venue"):
        outbox.withdraw(about=waiting_mails.about(entry.pk))
        if now >= entry.event.starts_at:
            states.move(entry, WaitingListEntry.CLOSED, ended_at=now)
            outbox.write_all([waiting_mails.closed(entry, why=waiting_mails.BEGUN, now=now)])
        else:
            states.move(entry, WaitingListEntry.LAPSED, ended_at=now)
            outbox.write_all([waiting_mails.lapsed(entry, now=now)])


def stands(sign_up: SignUp, *, now: dt.datetime) -> bool:
    """Whether a sign-up is somebody's open offer, whatever becomes of its payment."""
    if sign_up.waited_as_id is None:
        return False
    return WaitingListEntry.objects.offered().filter(pk=sign_up.waited_as_id, offered_until__gt=now).exists()


def current(entry: WaitingListEntry) -> SignUp | None:
    """The sign-up that holds the places of its offer, or has them."""
    found = entry.sign_ups.filter(tickets__state__in=[Ticket.HELD, Ticket.VALID]).select_related("event__series")
    return found.order_by("-pk").first()


def next_rank(event_id: int) -> int:
    """The end of the list, under the lock of Places."""
    last = WaitingListEntry.objects.for_event(event_id).aggregate(last=Max("rank"))["last"]
    return (last or 0) + 1


def _terms(event: Event) -> dict[str, Any]:
    return {"way": SignUp.CARD if event.price_amount else SignUp.FREE, "price_amount": event.price_amount}


def _moving(entry: WaitingListEntry, people: Sequence[tuple[str, str]]) -> list[Ticket]:
    """The valid places on another date, one for each of `people` in their order; none unless there is one for each."""
    there = list(entry.moving.filter(state=Ticket.VALID).select_related("sign_up__voucher").order_by("seat"))
    found = []
    for name, _ in people:
        place = next((ticket for ticket in there if ticket.name == name), None)
        if place is None:
            return []
        there.remove(place)
        found.append(place)
    return found


def _tell_of_fewer(event: Event, free: int, *, now: dt.datetime) -> None:
    """To everybody who still waits: none of them fits, and the places would lie idle."""
    waiting = list(WaitingListEntry.objects.for_event(event.pk).waiting())
    for entry in waiting:
        entry.event = event
    outbox.write_all([waiting_mails.fewer(entry, free=free, now=now) for entry in waiting])


def _first_that_fit(row: Places) -> list[WaitingListEntry]:
    """In order, each if what the ones before it left is enough."""
    chosen, free = [], row.free
    for entry in WaitingListEntry.objects.for_event(row.event_id).waiting().filter(party__lte=free):
        if entry.party <= free:
            chosen.append(entry)
            free -= entry.party
    return chosen
