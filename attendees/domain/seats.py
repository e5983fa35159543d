"""Tickets come into being, with whose they are and their codes. Moving them is the affair of tickets."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from attendees.domain import profiles
from attendees.models import Profile, SignUp, Ticket


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


def keep(sign_up: SignUp, *, people: Sequence[tuple[str, str]], until: dt.datetime) -> list[Ticket]:
    """As `hold`, for an offer: nobody is their holder until they are confirmed. So who buys a place at this very moment
    never waits for an offer to the same person.
    """
    made = _drafts(sign_up, people, held_until=until)
    for ticket in made:
        ticket.holder = None
    return Ticket.objects.bulk_create(made)


def follow(made: list[Ticket], before: Sequence[Ticket]) -> list[Ticket]:
    """These were made for places on another date, and remember which; another try that was never confirmed forgets."""
    Ticket.objects.filter(moved_from__in=before, confirmed_at__isnull=True).update(moved_from=None)
    for ticket, old in zip(made, before, strict=True):
        ticket.moved_from = old
        Ticket.objects.filter(pk=ticket.pk).update(moved_from=old, reminders_off_at=old.reminders_off_at)
    return made


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


def seat_by_address(ticket: Ticket) -> None:
    """A companion with an e-mail counts as a person, from the moment the place is theirs."""
    if not ticket.holder_id:
        seat_person(ticket, _person(ticket))


def reissue(ticket: Ticket) -> None:
    """New codes for a ticket; the old ones open nothing any more."""
    ticket.issue += 1
    ticket.save(update_fields=["issue", "manage_hash", "door_hash"])


def reissue_sign_up(sign_up: SignUp) -> None:
    """A new code for the buyer's page; the old address opens nothing any more."""
    sign_up.issue += 1
    sign_up.save(update_fields=["issue", "manage_hash"])


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
