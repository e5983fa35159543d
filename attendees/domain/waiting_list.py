"""The waiting list of a full evening: joining, leaving, and where somebody stands. Offers are made in offers."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from attendees.domain import offers, profiles, sign_up, tickets, waiting_mails, welcome
from attendees.domain.refused import AttendeeRefused
from attendees.models import Profile, Ticket, TicketQuerySet, WaitingListEntry, WaitingListEntryQuerySet
from events.domain import places
from events.models import Event
from foundation.mail.domain import outbox
from foundation.mail.domain.outbox import Draft
from foundation.mail.models import Message

MOST_PLACES = WaitingListEntry.MOST_PLACES
LIVE = [WaitingListEntry.WAITING, WaitingListEntry.OFFERED]
BEGUN = "The evening has begun, so the waiting list is closed. Places may still come free at the door: ask there."


class PlacesFree(AttendeeRefused):
    """Nobody needs to wait."""

    def __init__(self) -> None:
        super().__init__("There are places again. You need not wait: take one.")


def join(
    event: Event, *, people: Sequence[tuple[str, str]], now: dt.datetime, moving: Sequence[Ticket] = ()
) -> WaitingListEntry:
    """Put `people` (name, e-mail or ""; the first one's gets the mails) at the end, with a mail that says the number.

    `moving` are their places on another date, which move here when the offer is taken.
    An address that waits already keeps its entry as it is, and gets that mail again. Raises PlacesFree when the public
    can take a place, or AttendeeRefused when the evening takes nobody, and then nothing has changed.
    """
    check_open(event, now=now)
    [(name, email), *companions] = people
    email = email.strip().lower()
    welcome.check(event.series, email, *(own for _, own in companions))
    if len(people) > MOST_PLACES:
        raise AttendeeRefused(f"You can wait for up to {MOST_PLACES} places.")
    with transaction.atomic():
        person = profiles.find_and_lock(email=email, name=name)  # the same page sent twice waits here for itself
        entry = find_live(event, email=email) or _add(event, person, name, companions, now=now)
        if moving and entry.state == WaitingListEntry.WAITING:
            entry.moving.set(moving)
        outbox.write_all([_how_it_stands(entry, now=now)])
    return entry


def check_open(event: Event, *, now: dt.datetime) -> None:
    """Raises AttendeeRefused when nobody can join the list, however full the evening is."""
    sign_up.check_open(event, now=now)
    if now >= event.starts_at:
        raise AttendeeRefused(BEGUN)


def find_live(event: Event, *, email: str) -> WaitingListEntry | None:
    """The entry of this address that waits or has an offer."""
    found = WaitingListEntry.objects.for_event(event.pk).filter(state__in=LIVE, email=email)
    return found.select_related("event__series", "event__venue").first()


def of_person(person: Profile, *, now: dt.datetime) -> WaitingListEntryQuerySet:
    """What somebody waits for or is offered at coming evenings, soonest first, each with its `position`; one query."""
    before = Q(rank__lt=OuterRef("rank")) | Q(rank=OuterRef("rank"), pk__lte=OuterRef("pk"))
    ahead = WaitingListEntry.objects.waiting().filter(before, event=OuterRef("event")).order_by().values("event")
    live = WaitingListEntry.objects.filter(person=person, state__in=LIVE, event__starts_at__gt=now)
    numbered = live.annotate(position=Coalesce(Subquery(ahead.values(count=Count("pk"))), 0))
    return numbered.select_related("event__series", "event__venue").order_by("event__starts_at", "pk")


def position(entry: WaitingListEntry) -> int:
    """1 for who is asked next, provided that enough places come free."""
    before = Q(rank__lt=entry.rank) | Q(rank=entry.rank, pk__lte=entry.pk)
    return WaitingListEntry.objects.for_event(entry.event_id).waiting().filter(before).count()


def was_called(entry: WaitingListEntry) -> bool:
    """Whether the host told them, with all who waited, to come and pay at the door."""
    return entry.state == WaitingListEntry.CLOSED and Message.objects.filter(key=waiting_mails.come_key(entry)).exists()


def leave(entry: WaitingListEntry, *, now: dt.datetime) -> None:
    """Off the list, with or without an offer; what was kept for them moves on at once. Twice is harmless."""
    if not end(entry, WaitingListEntry.LEFT, now=now):
        end(entry, WaitingListEntry.LEFT, now=now)  # it was offered something while we looked


def want_fewer(entry: WaitingListEntry, *, companions: Sequence[tuple[str, str]], now: dt.datetime) -> None:
    """Wait for the person and these companions only; what fits now is offered at once.

    Raises AttendeeRefused when it waits no longer.
    """
    with transaction.atomic():
        places.lock(entry.event_id)
        if not _waiting(entry).update(companions=companions, party=1 + len(companions)):
            raise AttendeeRefused("You are not waiting any more.")
        offers.make(entry.event_id, now=now)


def end(entry: WaitingListEntry, state: str, *, now: dt.datetime) -> bool:
    """A live entry → left, closed or (of an offer) lapsed, what was kept for it moves on, and no mail.

    False when it was none of these any more, or was offered something at this very moment.
    """
    with transaction.atomic():
        held = list(_held(entry).select_for_update(of=("self",)).order_by("pk"))
        places.lock(entry.event_id)
        if _waiting(entry).update(state=state, ended_at=now):
            places.count_waiting(entry.event_id, -1)
        elif len(held) == _held(entry).count() and _offered(entry).update(state=state, ended_at=now):
            for place in held[:1]:
                tickets.expire(place.sign_up, now=now)
        else:
            return False
        outbox.withdraw(about=waiting_mails.about(entry.pk))
    return True


def _add(
    event: Event, person: Profile, name: str, companions: Sequence[tuple[str, str]], *, now: dt.datetime
) -> WaitingListEntry:
    """Under the lock of Places, so that a place given back at this moment is either seen here or offered there.

    Where places are free that are too few for everybody before, who fits is offered them at once.
    """
    tickets.expire_lapsed(event.pk, now=now)
    if places.lock(event.pk).left:
        raise PlacesFree
    places.count_waiting(event.pk, 1)
    entry = WaitingListEntry.objects.create(
        event=event,
        person=person,
        name=name,
        email=person.email,
        companions=[[other, own.strip().lower()] for other, own in companions],
        party=1 + len(companions),
        rank=offers.next_rank(event.pk),
        joined_at=now,
    )
    if offers.make(event.pk, now=now):
        entry.refresh_from_db()
    return entry


def _how_it_stands(entry: WaitingListEntry, *, now: dt.datetime) -> Draft:
    if entry.state == WaitingListEntry.OFFERED:
        kept = offers.current(entry)
        if kept:
            return waiting_mails.offered(entry, kept=kept, now=now)
    return waiting_mails.joined(entry, position=position(entry), moves=entry.moving.exists(), now=now)


def _waiting(entry: WaitingListEntry) -> WaitingListEntryQuerySet:
    return WaitingListEntry.objects.waiting().filter(pk=entry.pk)


def _offered(entry: WaitingListEntry) -> WaitingListEntryQuerySet:
    return WaitingListEntry.objects.offered().filter(pk=entry.pk)


def _held(entry: WaitingListEntry) -> TicketQuerySet:
    """The tickets of its offer."""
    return Ticket.objects.filter(sign_up__waited_as=entry, state=Ticket.HELD).select_related("sign_up")
