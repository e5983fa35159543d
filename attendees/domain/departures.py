"""Giving places back: who may, until when, and whether the money goes with it. The refund itself is payments' sweep."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from attendees.domain import letters, tickets
from attendees.domain.refused import AttendeeRefused
from attendees.models import AccessNeed, SignUp, Ticket
from events.domain import journal


@dataclass(frozen=True)
class Terms:
    """What a sign-up's buyer may do now. `refused` says why nothing is possible, or is empty."""

    refund: bool
    move: bool
    choice: bool
    until: dt.datetime
    refused: str = ""

    @property
    def cancel(self) -> bool:
        return not self.refused


def terms(sign_up: SignUp, *, now: dt.datetime) -> Terms:
    """The rule: until the deadline money back or another date, and again after a real change until the start.

    What costs nothing in advance can be moved until the start. `choice` is keep-or-refund, not yet answered.
    """
    event = sign_up.event
    paid = sign_up.way == SignUp.CARD and sign_up.price_amount > 0
    choice = choice_is_open(sign_up, now=now)
    in_time = choice or now < (event.refund_until if paid else event.starts_at)
    refused = _why_nothing(sign_up, now=now)
    return Terms(
        refund=paid and in_time and not refused,
        move=in_time and not refused,
        choice=choice,
        until=event.refund_until if paid else event.starts_at,
        refused=refused,
    )


def cancel(given_back: Collection[Ticket], *, by: str, now: dt.datetime) -> list[Ticket]:
    """Cancel valid tickets of one sign-up, with their money back when the rule says so; writes the mail.

    Returns those that this call cancelled: none the second time. Raises AttendeeRefused once the evening has begun or
    when one of them is checked in, and then nothing has changed.
    """
    with transaction.atomic():
        asked = _lock(given_back)
        if not asked:
            return []
        rule = terms(asked[0].sign_up, now=now)
        if rule.refused:
            raise AttendeeRefused(rule.refused)
        refuse_checked_in(asked)
        done = tickets.cancel(asked, reason=tickets.CANCELLED_BY_PERSON, refund_wanted=rule.refund, now=now)
        AccessNeed.objects.filter(ticket__in=done).delete()
        if done:
            letters.cancelled(done, now=now)
            journal.note(done[0].event, by=by, sentence=_sentence(len(done), refund=rule.refund))
    return done


def keep(sign_up: SignUp, *, now: dt.datetime) -> None:
    """The answer to a real change: they stay. Twice is harmless; a later change asks again."""
    if choice_is_open(sign_up, now=now):
        SignUp.objects.filter(pk=sign_up.pk).update(kept_after_move_at=now)
        sign_up.kept_after_move_at = now


def choice_is_open(sign_up: SignUp, *, now: dt.datetime) -> bool:
    """Whether the evening really changed after they took their places, and they have not said that they stay."""
    event = sign_up.event
    if event.moved_at is None or event.is_cancelled or now >= event.starts_at or sign_up.created_at > event.moved_at:
        return False
    return sign_up.kept_after_move_at is None or sign_up.kept_after_move_at < event.moved_at


def refuse_checked_in(asked: Collection[Ticket]) -> None:
    """Raises AttendeeRefused when somebody among them is already in."""
    inside = [ticket.name for ticket in asked if ticket.checked_in_at]
    if inside:
        raise AttendeeRefused(f"{inside[0]} is already checked in.")


def _lock(wanted: Collection[Ticket]) -> list[Ticket]:
    """Those that are still valid, as they are now, each held until the transaction ends."""
    ids = [ticket.pk for ticket in wanted]
    locked = Ticket.objects.valid().filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    return list(locked.select_related("sign_up__event__series"))


def _why_nothing(sign_up: SignUp, *, now: dt.datetime) -> str:
    event = sign_up.event
    if event.is_cancelled:
        return "This evening is cancelled. There is nothing you need to do."
    if event.is_over(now):
        return "This evening is over."
    if now >= event.starts_at:
        return "This evening has begun. You may still give your place to someone else."
    return ""


def _sentence(count: int, *, refund: bool) -> str:
    return f"gave back {count} {'place' if count == 1 else 'places'}{' and gets the money back' if refund else ''}"
