"""People who did not take their place themselves: put on the list by a host, or without a place at the door."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from attendees.domain import departures, letters, profiles, seats, sign_up, tickets
from attendees.domain.refused import AttendeeRefused
from attendees.domain.wishes import MOST_PLACES, fingerprint
from attendees.models import AccessNeed, SignUp, Ticket, TicketQuerySet
from events.domain import journal, places
from events.models import Event
from foundation.lib import names

__all__ = [
    "MOST_PLACES",
    "Guests",
    "bring_in",
    "listed",
    "put_on_list",
    "take_off",
    "undo_walk_in",
    "walk_in",
    "walked_in_just_now",
]

UNDO_WITHIN = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Guests:
    """Who is let in: `people` by name, `email` of the first or "". `form_code`: the same form sent twice is once.

    `over_capacity` lets them in though all places are taken; only a host decides that.
    """

    people: tuple[str, ...]
    email: str = ""
    form_code: str = ""
    over_capacity: bool = False

    @property
    def address(self) -> str:
        return self.email.strip().lower()


def put_on_list(event: Event, guests: Guests, *, by: str, now: dt.datetime) -> SignUp:
    """Free places for guests of the host, with a mail to who has an address.

    Raises AttendeeRefused when the evening takes nobody or the address has a place, and places.Full.
    """
    sign_up.check_open(event, now=now)
    with _one_at_a_time(event):
        made, is_new = _admit(event, guests, way=SignUp.HOST, price=0, by=by, now=now)
        if is_new:
            letters.confirmed(made.tickets.valid(), now=now)
            journal.note(event, by=by, sentence=f"put {names.listed(list(guests.people))} on the list")
    return made


def listed(event: Event) -> TicketQuerySet:
    """The valid places of the evening's guests, by name."""
    guests = Ticket.objects.for_event(event.pk).valid().filter(sign_up__way=SignUp.HOST)
    return guests.select_related("sign_up").order_by("name", "pk")


def take_off(ticket: Ticket, *, by: str, now: dt.datetime) -> bool:
    """A guest's place is free again, with a mail to who has an address. Whether this call did it: twice is harmless.

    Raises AttendeeRefused when they are in already.
    """
    with transaction.atomic():
        departures.refuse_checked_in(listed(ticket.event).filter(pk=ticket.pk).select_for_update(of=("self",)))
        gone = tickets.cancel(listed(ticket.event).filter(pk=ticket.pk), reason=tickets.CANCELLED_BY_HOST, now=now)
        AccessNeed.objects.filter(ticket__in=gone).delete()
        if gone:
            letters.cancelled(gone, now=now)
            journal.note(ticket.event, by=by, sentence=f"took {ticket.name} off the guest list")
    return bool(gone)


def bring_in(event: Event, guests: Guests, *, by: str, with_mail: bool, now: dt.datetime) -> bool:
    """As put_on_list, for guests of a list from elsewhere; whoever has a place is passed over. Whether it was new."""
    sign_up.check_open(event, now=now)
    with _one_at_a_time(event):
        try:
            made, is_new = _admit(event, guests, way=SignUp.HOST, price=0, by=by, now=now)
        except AttendeeRefused:
            return False
        if is_new and with_mail:
            letters.confirmed(made.tickets.valid(), now=now)
    return is_new


def walk_in(event: Event, guests: Guests, *, by: str, now: dt.datetime) -> SignUp:
    """Places taken at the door and checked in at once; what they cost is owed until the till takes it. No mail.

    Raises AttendeeRefused and places.Full as put_on_list does.
    """
    sign_up.check_open(event, now=now)
    way = SignUp.DOOR if event.price_amount else SignUp.FREE
    with _one_at_a_time(event):
        made, is_new = _admit(event, guests, way=way, price=event.price_amount, by="", now=now)
        if is_new:
            made.tickets.valid().update(checked_in_at=now, checked_in_by=by[:120])
            journal.note(event, by=by, sentence=f"let {names.listed(list(guests.people))} in without a ticket")
    return made


def walked_in_just_now(event: Event, *, now: dt.datetime) -> QuerySet[SignUp]:
    """What can be undone at the door: made there, not by somebody's own browser, within the last half hour."""
    made = SignUp.objects.filter(event=event, way__in=[SignUp.DOOR, SignUp.FREE], address_hash="", browser_hash="")
    return made.filter(created_at__gt=now - UNDO_WITHIN)


def undo_walk_in(walked_in: SignUp, *, by: str, now: dt.datetime) -> None:
    """They did not come in after all: their places are free again. Twice is harmless."""
    with transaction.atomic():
        Ticket.objects.filter(sign_up=walked_in).update(checked_in_at=None, checked_in_by="")
        gone = tickets.cancel(walked_in.tickets.live(), reason=tickets.CANCELLED_BY_HOST, now=now)
        if gone:
            journal.note(walked_in.event, by=by, sentence=f"undid letting {walked_in.name} in")


@contextmanager
def _one_at_a_time(event: Event) -> Iterator[None]:
    """A transaction in which the same form sent twice waits for itself."""
    with transaction.atomic():
        Event.objects.select_for_update(no_key=True).get(pk=event.pk)
        yield


def _admit(event: Event, guests: Guests, *, way: str, price: int, by: str, now: dt.datetime) -> tuple[SignUp, bool]:
    """A sign-up with valid tickets, and whether this call made it; the hot row last."""
    key = fingerprint(f"guests|{event.pk}|{guests.form_code}") if guests.form_code else None
    found = SignUp.objects.filter(wish_key=key).first() if key else None
    if found and found.tickets.live().exists():
        return found, False
    if found:  # given back since: then the same again is a new wish
        SignUp.objects.filter(pk=found.pk).update(wish_key=None)
    _check_new(event, guests)
    buyer = profiles.find_and_lock(email=guests.address, name=guests.people[0]) if guests.address else None
    made = SignUp.objects.create(
        event=event,
        buyer=buyer,
        name=guests.people[0],
        email=guests.address,
        way=way,
        price_amount=price,
        currency=event.currency,
        told_revision=event.diary_revision,
        wish_key=key,
        invited_by=by[:120],
        created_at=now,
    )
    people = [(name, guests.address if seat == 0 else "") for seat, name in enumerate(guests.people)]
    seats.give(made, people=people, now=now)
    if guests.over_capacity:
        places.claim_over(event.pk, len(people))
    else:
        tickets.claim(event.pk, len(people), now=now)
    return made, True


def _check_new(event: Event, guests: Guests) -> None:
    if not 1 <= len(guests.people) <= MOST_PLACES:
        raise AttendeeRefused(f"Let in one to {MOST_PLACES} people at once.")
    if guests.address and Ticket.objects.for_event(event.pk).valid().filter(email=guests.address).exists():
        raise AttendeeRefused("Somebody with this e-mail address has a place already.")
