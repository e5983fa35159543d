"""Moving places to another date of the series: a new sign-up there, the old places free, in one transaction."""

import datetime as dt
from collections.abc import Collection
from typing import NoReturn

from django.db import transaction

from attendees.domain import departures, letters, offers, seats, tickets, welcome
from attendees.domain.refused import AttendeeRefused
from attendees.models import AccessNeed, SignUp, Ticket
from events.domain import journal, other_dates, places
from events.models import Event, EventQuerySet
from foundation.lib import dates

TAKEN = "There are no longer enough places on that date. Your place here is unchanged."


def possible(sign_up: SignUp, *, count: int, now: dt.datetime) -> EventQuerySet:
    """The dates to which `count` places of this sign-up can move, soonest first: same price, room enough."""
    found = other_dates.with_places(sign_up.event, now=now, count=count)
    found = found.filter(price_amount=sign_up.price_amount, currency=sign_up.currency)
    return found.filter(pay_at_door=True) if sign_up.way == SignUp.DOOR else found


def move(moving: Collection[Ticket], *, to: Event, by: str, now: dt.datetime) -> SignUp:
    """Move valid tickets of one sign-up to another date; writes the mails and mends the diary.

    The same move again returns the sign-up that it made. Raises AttendeeRefused (too late, another price, full), and
    then nothing has changed.
    """
    if tickets.room(to.pk, now=now) < len(moving):
        return _already(moving, to=to) or _refuse(TAKEN)
    tickets.expire_lapsed(to.pk, now=now)
    try:
        with transaction.atomic():
            return _already(moving, to=to) or _move(moving, to=to, by=by, now=now)
    except places.Full as full:
        raise AttendeeRefused(TAKEN) from full


def _move(moving: Collection[Ticket], *, to: Event, by: str, now: dt.datetime) -> SignUp:
    old = next(iter(moving)).sign_up
    _check(old, to=to, now=now)
    gone = tickets.cancel(moving, reason=tickets.MOVED, now=now, release=False)
    if len(gone) < len(moving):
        _refuse("This place is not yours any more: it was cancelled or given up.")
    departures.refuse_checked_in(gone)
    new = _sign_up(old, to=to, now=now)
    made = _tickets(new, gone, now=now)
    letters.confirmed(made, now=now)
    journal.note(old.event, by=by, sentence=f"moved {len(gone)} to {dates.day(to.starts_at, to.zone)}")
    _change_places({old.event_id: -len(gone), to.pk: len(made)}, now=now)
    return new


def _check(old: SignUp, *, to: Event, now: dt.datetime) -> None:
    rule = departures.terms(old, now=now)
    if rule.refused:
        _refuse(rule.refused)
    if not rule.move:
        _refuse("It is too late to move. You may still give your place to someone else.")
    if (to.series_id, to.price_amount, to.currency) != (old.event.series_id, old.price_amount, old.currency):
        _refuse("That date has another price, so a place cannot be moved there.")
    if not to.is_published or now >= to.starts_at or to.pk == old.event_id:
        _refuse("That date is no longer open.")
    welcome.check(to.series, old.email)
    if old.way == SignUp.DOOR and not to.pay_at_door:
        _refuse("On that date one cannot pay at the door.")


def _sign_up(old: SignUp, *, to: Event, now: dt.datetime) -> SignUp:
    return SignUp.objects.create(
        event=to,
        buyer=old.buyer,
        name=old.name,
        email=old.email,
        way=old.way,
        price_amount=old.price_amount,
        currency=old.currency,
        told_revision=to.diary_revision,
        moved_from=old,
        sector=old.sector,
        years=old.years,
        question=old.question,
        reminders_off_at=old.reminders_off_at,
        created_at=now,
    )


def _tickets(new: SignUp, gone: list[Ticket], *, now: dt.datetime) -> list[Ticket]:
    """Valid tickets for the same people; what they told about access goes along."""
    before = sorted(gone, key=lambda ticket: ticket.seat)
    made = seats.give(new, people=[(ticket.name, ticket.email) for ticket in before], now=now)
    for ticket, old in zip(made, before, strict=True):
        Ticket.objects.filter(pk=ticket.pk).update(moved_from=old, reminders_off_at=old.reminders_off_at)
        AccessNeed.objects.filter(ticket=old).update(ticket=ticket)
    return made


def _change_places(changes: dict[int, int], *, now: dt.datetime) -> None:
    """Release and claim in order of the events' ids, so that two moves in opposite directions cannot block."""
    for event_id, change in sorted(changes.items()):
        if change > 0:
            places.claim(event_id, change)
        else:
            offers.release(event_id, -change, now=now)


def _already(moving: Collection[Ticket], *, to: Event) -> SignUp | None:
    """The sign-up that the same move made before."""
    made = Ticket.objects.filter(moved_from__in=moving, event=to).select_related("sign_up")
    found = list(made)
    return found[0].sign_up if found and len(found) == len(moving) else None


def _refuse(sentence: str) -> NoReturn:
    raise AttendeeRefused(sentence)
