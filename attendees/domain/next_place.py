"""The next date before the coat is on: at the close of an evening whoever came takes a place at the series' next one.

Without paying it is kept for two days: *held* tickets of a sign-up with `kept_from`, at most a third of the room, one
for each ticket, and none while somebody waits. It lapses like every hold. Paid at once, free or to be paid at the door
it is a place like any other.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from attendees.domain import addressees, drafts, profiles, seats, sign_up, tickets, welcome
from attendees.domain.hold_times import CONFIRM_WITHIN
from attendees.domain.refused import AttendeeRefused
from attendees.domain.wishes import Wish
from attendees.models import Profile, SignUp, Ticket
from events.domain import other_dates, places
from events.models import Event
from foundation.mail.domain import outbox

WITH_EVENING = ("sign_up__event__series", "sign_up__event__venue", "sign_up__kept_from__sign_up")
KEPT_FOR = dt.timedelta(hours=48)
SHARE = 3  # one in so many places of a room may be kept without paying
BEFORE_THE_END, AFTER_THE_END = dt.timedelta(minutes=45), dt.timedelta(hours=12)
SAID_AFTER = dt.timedelta(days=3)  # on the evening's pages: longer than anything is kept
OFFERED, KEPT, TAKEN, LAPSED, NOTHING = "offered", "kept", "taken", "lapsed", "nothing"
CLOSED = "This is for the close of an evening, for those who came."
ENOUGH = "As many places as we can keep without payment are kept already. You can still take one and pay now."
FULL = "The last place has just gone."
OFF = "That date is not to be had any more."


@dataclass(frozen=True)
class Standing:
    """How it stands with a person's next date. KEPT and TAKEN come with their sign-up, KEPT with its end (UTC)."""

    kind: str = NOTHING
    event: Event | None = None
    sign_up: SignUp | None = None
    until: dt.datetime | None = None


def is_open(event: Event, *, now: dt.datetime) -> bool:
    """From the close of an evening until the morning after."""
    return event.is_published and opens_at(event) <= now < event.ends_at + AFTER_THE_END


def opens_at(event: Event) -> dt.datetime:
    """When the host came to the close, or else shortly before the end."""
    by_clock = event.ends_at - BEFORE_THE_END
    return min(max(event.closing_since, event.starts_at), by_clock) if event.closing_since else by_clock


def of(ticket: Ticket, *, now: dt.datetime) -> Standing:
    """What this ticket's person is shown; with sign-up, evening and series. Three queries at most."""
    if not ticket.email or not ticket.checked_in_at:
        return Standing()
    if own := _own(ticket, now=now):
        return own
    if not is_open(ticket.event, now=now):
        return Standing()
    event = _next(ticket.event, now=now)
    return _to_be_had(ticket, event, now=now) if event else Standing()


def at_close(ticket: Ticket, *, now: dt.datetime) -> Standing:
    """`of` while it belongs on the pages of an evening; before its close and long after, nothing without a query."""
    return of(ticket, now=now) if opens_at(ticket.event) <= now < ticket.event.ends_at + SAID_AFTER else Standing()


def keep(ticket: Ticket, *, now: dt.datetime, on: int | None = None) -> SignUp:
    """Keep a place without paying; again, it is the one that was kept. Raises AttendeeRefused, and nothing changes.

    `on` is the event that they were shown: a yes to one date is none to the date after it.
    """
    standing = _check(ticket, on=on, now=now)
    if standing.sign_up:
        return standing.sign_up
    if standing.kind == LAPSED or standing.event is None or not standing.event.price_amount:
        raise AttendeeRefused(ENOUGH if standing.kind == LAPSED else CLOSED)
    tickets.expire_lapsed(standing.event.pk, now=now)
    try:
        with transaction.atomic():
            return _keep(ticket, standing.event, now=now)
    except IntegrityError:  # a double click: the other one kept it
        return SignUp.objects.get(kept_from=ticket)
    except places.Full as full:
        raise AttendeeRefused(FULL) from full


def take(ticket: Ticket, *, at_door: bool, browser: str, now: dt.datetime, on: int | None = None) -> SignUp:
    """Take a place as on the evening's page, with this person's name and address: confirmed at once, or held to be
    paid now. What was kept is held as long as paying takes. Again, it is the same. Raises AttendeeRefused. `on` as in
    keep.
    """
    standing = _check(ticket, on=on, now=now)
    if standing.sign_up:
        tickets.keep_until(standing.sign_up, until=now + CONFIRM_WITHIN)
        return standing.sign_up
    if standing.event is None:
        raise AttendeeRefused(FULL)
    code = f"next-place:{ticket.pk}"
    wish = Wish(name=ticket.name, email=ticket.email, at_door=at_door, form_code=code, browser=browser)
    try:
        return sign_up.take(standing.event, wish, now=now)
    except places.Full as full:
        raise AttendeeRefused(FULL) from full


def at_door(ticket: Ticket, *, now: dt.datetime, on: int | None = None) -> SignUp:
    """What somebody at the door does for a person who asks: keep, or take what is free. As keep and take."""
    event = _check(ticket, on=on, now=now).event
    if event and event.price_amount:
        return keep(ticket, on=on, now=now)
    return take(ticket, at_door=True, browser="", on=on, now=now)


def coming(event: Event, *, now: dt.datetime) -> Event | None:
    """The date of which places are to be had at the close of this evening; none before its close, or without room."""
    return _next(event, now=now) if is_open(event, now=now) else None


def settled(event: Event, *, now: dt.datetime) -> set[int]:
    """The tickets of this evening whose people have a later place of the series, or had one kept. One query."""
    later = Ticket.objects.valid().filter(event__series=event.series_id, event__starts_at__gt=max(now, event.starts_at))
    kept = SignUp.objects.filter(kept_from__event=event).values("kept_from")
    here = Ticket.objects.for_event(event.pk).checked_in()
    theirs = Q(email__in=later.exclude(email="").values("email")) | Q(pk__in=kept)
    return set(here.filter(theirs).values_list("pk", flat=True))


def let_go(ticket: Ticket, *, now: dt.datetime) -> None:
    """Give back what was kept, before its time; twice is harmless, and a paid place stays."""
    kept = SignUp.objects.filter(kept_from=ticket).first()
    if kept and tickets.expire(kept, now=now):
        outbox.withdraw(about=drafts.about_kept(kept))


def _next(event: Event, *, now: dt.datetime) -> Event | None:
    return other_dates.next_with_places(event, now=max(now, event.ends_at))


def _to_be_had(ticket: Ticket, event: Event, *, now: dt.datetime) -> Standing:
    return Standing(LAPSED if event.price_amount and _lapsed(ticket, now=now) else OFFERED, event)


def _check(ticket: Ticket, *, on: int | None, now: dt.datetime) -> Standing:
    standing = of(ticket, now=now)
    if ticket.email and not standing.sign_up:  # another tap may have taken the last place between the looks of `of`
        standing = _own(ticket, now=now) or standing
    if standing.kind == NOTHING:
        raise AttendeeRefused(FULL if ticket.checked_in_at and is_open(ticket.event, now=now) else CLOSED)
    if on is None or standing.sign_up or (standing.event and standing.event.pk == on):
        return standing
    shown = other_dates.find(ticket.event, on, now=max(now, ticket.event.ends_at))
    if shown is None:
        raise AttendeeRefused(OFF)
    return _to_be_had(ticket, shown, now=now)


def _own(ticket: Ticket, *, now: dt.datetime) -> Standing | None:
    theirs = _theirs(ticket, now=now)
    if theirs is None:
        return None
    kind = TAKEN if theirs.state == Ticket.VALID else KEPT
    return Standing(kind, theirs.event, theirs.sign_up, theirs.held_until)


def _theirs(ticket: Ticket, *, now: dt.datetime) -> Ticket | None:
    """Their place at a later evening of the series: what was kept from this one, else any that is theirs."""
    after = max(now, ticket.event.starts_at)
    kept = Q(state=Ticket.HELD, held_until__gt=now, sign_up__kept_from=ticket)
    later = Ticket.objects.filter(event__series=ticket.event.series_id, event__starts_at__gt=after, email=ticket.email)
    found = later.filter(Q(state=Ticket.VALID) | kept).select_related(*WITH_EVENING)
    theirs: Ticket | None = found.order_by("event__starts_at", "pk").first()
    if theirs:
        theirs.event = theirs.sign_up.event
    return theirs


def _lapsed(ticket: Ticket, *, now: dt.datetime) -> bool:
    """What was kept once is kept no more. What another tap keeps right now, after `_theirs` looked, has not lapsed."""
    kept = Ticket.objects.filter(sign_up__kept_from=ticket)
    return kept.exclude(state=Ticket.HELD, held_until__gt=now).exists()


def _keep(ticket: Ticket, event: Event, *, now: dt.datetime) -> SignUp:
    welcome.check(event.series, ticket.email)
    buyer = profiles.find_and_lock(email=ticket.email, name=ticket.name)
    until = min(now + KEPT_FOR, event.starts_at)
    kept = _save(ticket, event, buyer=buyer, now=now)
    seats.keep(kept, people=[(ticket.name, ticket.email)], until=until)
    [(read, theirs)] = addressees.gather(kept.tickets.all())
    outbox.write_all([drafts.kept(addressees.buyer(read, theirs), until=until, now=now)])
    _claim(event)
    return kept


def _save(ticket: Ticket, event: Event, *, buyer: Profile, now: dt.datetime) -> SignUp:
    return SignUp.objects.create(
        event=event,
        buyer=buyer,
        name=ticket.name,
        email=ticket.email,
        way=SignUp.CARD,
        price_amount=event.price_amount,
        currency=event.currency,
        told_revision=event.diary_revision,
        kept_from=ticket,
        created_at=now,
    )


def _claim(event: Event) -> None:
    """One place, under the lock of Places, which all who keep one wait for: so none of them counts too few."""
    room = places.lock(event.pk)
    if not room.left:
        raise places.Full
    kept = Ticket.objects.for_event(event.pk).filter(state=Ticket.HELD, sign_up__kept_from__isnull=False).count()
    if kept > room.capacity // SHARE:
        raise AttendeeRefused(ENOUGH)
    places.claim(event.pk, 1)
