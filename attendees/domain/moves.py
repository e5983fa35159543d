"""Moving places to another date of the series: a new sign-up there, the old places free, in one transaction."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NoReturn

from django.db import transaction

from attendees.domain import departures, fares, letters, offers, seats, tickets, welcome
from attendees.domain.hold_times import CONFIRM_WITHIN
from attendees.domain.refused import AttendeeRefused
from attendees.models import AccessNeed, SignUp, Ticket
from events.domain import journal, other_dates, places
from events.models import Event, EventQuerySet
from foundation.lib import compiled, dates

GONE = "This place is not yours any more: it was cancelled or given up."
TAKEN = "There are no longer enough places on that date. Your place here is unchanged."


def possible(sign_up: SignUp, *, count: int, now: dt.datetime) -> EventQuerySet:
    """The dates to which `count` places of this sign-up can move, soonest first; they may cost more or less."""
    return other_dates.with_places(sign_up.event, now=now, count=count).filter(currency=sign_up.currency)


def nearest(sign_up: SignUp, *, count: int, now: dt.datetime) -> list[Event]:
    """The first three of `possible`; one query."""
    return NEAREST.all(sign_up.event.series_id, sign_up.event_id, sign_up.currency, count, now)


def _nearest(series: int, event: int, currency: str, count: int, now: dt.datetime) -> EventQuerySet:
    elsewhere = SignUp(event=Event(pk=event, series_id=series), currency=currency)
    return possible(elsewhere, count=count, now=now)[:3]


NEAREST = compiled.Query(_nearest)


def move(moving: Collection[Ticket], *, to: Event, by: str, now: dt.datetime) -> SignUp:
    """Move valid tickets of one sign-up to another date; returns the sign-up made there, the same for the same again.

    Costs it no more there, it is done at once: mails, diary, and what was paid too much is the new sign-up's
    `credit_amount`. Costs it more, the places there are *held* until the difference is paid, and those here stay.
    Raises AttendeeRefused (too late, full), and then nothing has changed.
    """
    if tickets.room(to.pk, now=now) < len(moving):
        return _already(moving, to=to) or _refuse(TAKEN)
    tickets.expire_lapsed(to.pk, now=now)
    try:
        with transaction.atomic():
            return _already(moving, to=to) or _move(moving, to=to, by=by, now=now)
    except places.Full as full:
        raise AttendeeRefused(TAKEN) from full


def complete(made: Sequence[Ticket], *, by: str, now: dt.datetime) -> None:
    """The difference is paid: leave the old date. In the transaction that made these tickets valid.

    Raises AttendeeRefused when a place was given back, given away in the meantime, or its person is in already.
    """
    gone = _leave([ticket.moved_from for ticket in made if ticket.moved_from], now=now)
    if len(gone) < len(made):
        _refuse(GONE)
    _bring_needs(made)
    _note(gone, to=made[0].sign_up.event, by=by)
    offers.release(gone[0].event_id, [ticket.pk for ticket in gone], now=now)


def _move(moving: Collection[Ticket], *, to: Event, by: str, now: dt.datetime) -> SignUp:
    old = next(iter(moving)).sign_up
    check(old, to=to, now=now)
    _give_up_earlier(moving, now=now)
    if fares.difference(old, to).amount > 0:
        return _hold(moving, old, to=to, now=now)
    gone = _leave(moving, now=now)
    if len(gone) < len(moving):  # to another tap of the same button, perhaps, that we waited for
        return _already(moving, to=to) or _refuse(GONE)
    new = _sign_up(old, to=to, now=now)
    made = seats.follow(seats.give(new, people=_people(gone), now=now), gone)
    _bring_needs(made)
    letters.confirmed(made, now=now)
    _note(gone, to=to, by=by)
    _change_places(gone, made, now=now)
    return new


def _hold(moving: Collection[Ticket], old: SignUp, *, to: Event, now: dt.datetime) -> SignUp:
    """Places there until the difference is paid; those here stay."""
    staying = list(Ticket.objects.valid().filter(pk__in=[ticket.pk for ticket in moving]).order_by("seat"))
    if len(staying) < len(moving):
        _refuse(GONE)
    departures.refuse_checked_in(staying)
    new = _sign_up(old, to=to, now=now)
    seats.follow(seats.hold(new, people=_people(staying), until=now + CONFIRM_WITHIN), staying)
    places.claim(to.pk, len(staying))
    return new


def _give_up_earlier(moving: Collection[Ticket], *, now: dt.datetime) -> None:
    """What another try keeps or kept at a date, and was never paid: one place moves to one date."""
    tries = Ticket.objects.filter(moved_from__in=moving, confirmed_at__isnull=True)
    for earlier in SignUp.objects.filter(tickets__in=tries, waited_as__isnull=True).distinct():
        tickets.expire(earlier, now=now)


def _leave(moving: Collection[Ticket], *, now: dt.datetime) -> list[Ticket]:
    """Those of these places that were still valid, gone from here; the caller releases them."""
    gone = tickets.cancel(moving, reason=tickets.MOVED, now=now, release=False)
    departures.refuse_checked_in(gone)
    return sorted(gone, key=lambda ticket: ticket.seat)


def _note(gone: Sequence[Ticket], *, to: Event, by: str) -> None:
    journal.note(gone[0].event, by=by, sentence=f"moved {len(gone)} to {dates.day(to.starts_at, to.zone)}")


def check(old: SignUp, *, to: Event, now: dt.datetime) -> None:
    """Raises AttendeeRefused when nothing of this sign-up can move to that date, whatever the places there."""
    rule = departures.terms(old, now=now)
    if rule.refused:
        _refuse(rule.refused)
    if not rule.move:
        _refuse("It is too late to move. You may still give your place to someone else.")
    if (to.series_id, to.currency) != (old.event.series_id, old.currency):
        _refuse("A place cannot be moved there.")
    if not to.is_published or now >= to.starts_at or to.pk == old.event_id:
        _refuse("That date is no longer open.")
    welcome.check(to.series, old.email)


def _sign_up(old: SignUp, *, to: Event, now: dt.datetime) -> SignUp:
    return SignUp.objects.create(
        event=to,
        buyer=old.buyer,
        name=old.name,
        email=old.email,
        currency=old.currency,
        told_revision=to.diary_revision,
        sector=old.sector,
        years=old.years,
        reminders_off_at=old.reminders_off_at,
        created_at=now,
        **fares.terms(old, to),
    )


def _people(before: Sequence[Ticket]) -> list[tuple[str, str]]:
    return [(ticket.name, ticket.email) for ticket in before]


def _bring_needs(made: Sequence[Ticket]) -> None:
    """What people told about access goes along."""
    for ticket in made:
        AccessNeed.objects.filter(ticket=ticket.moved_from).update(ticket=ticket)


def _change_places(gone: Sequence[Ticket], made: Sequence[Ticket], *, now: dt.datetime) -> None:
    """Release and claim in order of the events' ids, so that two moves in opposite directions cannot block."""
    here, there = gone[0].event_id, made[0].event_id
    if there < here:
        places.claim(there, len(made))
    offers.release(here, [ticket.pk for ticket in gone], now=now)
    if there > here:
        places.claim(there, len(made))


def _already(moving: Collection[Ticket], *, to: Event) -> SignUp | None:
    """The sign-up that the same move made before."""
    found = list(Ticket.objects.filter(moved_from__in=moving, event=to).live().select_related("sign_up"))
    return found[0].sign_up if found and len(found) == len(moving) else None


def _refuse(sentence: str) -> NoReturn:
    raise AttendeeRefused(sentence)
