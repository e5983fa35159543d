"""Taking a place: cheap checks, one transaction, the hot row last."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from attendees.domain import (
    consents,
    discounts,
    hold_limits,
    letters,
    moves,
    offers,
    profiles,
    seats,
    tickets,
    welcome,
    wishes,
)
from attendees.domain.hold_times import CONFIRM_WITHIN, GRACE
from attendees.domain.refused import AttendeeRefused
from attendees.domain.wishes import MOST_PLACES, Wish, fingerprint
from attendees.models import Profile, SignUp, Ticket
from events.domain import places
from events.models import Event

__all__ = ["CONFIRM_WITHIN", "Wish", "check_open", "confirm", "let_go", "pay_until", "take"]


def take(event: Event, wish: Wish, *, now: dt.datetime) -> SignUp:
    """Take places for a wish: tickets *held*, or valid at once when nothing is to pay by card.

    Saves SignUp, Tickets, the claim and, if ticked, the consent in one transaction. The same wish again gets the
    sign-up that it already has; another one of the same address replaces that address' unpaid hold, whoever asks.
    Raises places.Full or AttendeeRefused, and then nothing has changed.
    """
    check_open(event, now=now)
    if len(wish.people) > MOST_PLACES:
        raise AttendeeRefused(f"You can take up to {MOST_PLACES} places at once.")
    if len(wish.people) > event.places.left and (granted := _look(event, wish, now=now)):
        return granted
    welcome.check(event.series, *(email for _, email in wish.people))
    with transaction.atomic():
        buyer, is_new = profiles.lock(email=wish.buyer_email, name=wish.name)
        # The same page sent twice, a second tab: whoever waited for the lock may have waited for itself.
        before = [] if is_new else wishes.earlier(event, wish)
        granted = wishes.find_granted(before, event, wish, now=now)
        return granted or _take(event, wish, buyer=buyer, before=before, now=now)


def confirm(sign_up: SignUp, *, now: dt.datetime, paper: letters.Paper | None = None) -> list[Ticket]:
    """Make a sign-up's held or expired tickets valid, all or none, and write the confirmation mail.

    Returns the tickets that this call confirmed: none the second time. Raises places.Full when a late payer finds no
    room, AttendeeRefused when they were to move here and are no longer where they were; then nothing has changed.
    """
    with transaction.atomic():
        confirmed = tickets.confirm(sign_up, now=now)
        if confirmed and sign_up.moved_from:
            moves.complete(confirmed, by=sign_up.name, now=now)
        if confirmed:
            letters.confirmed(confirmed, now=now, paper=paper)
    return confirmed


def let_go(sign_up: SignUp, *, now: dt.datetime) -> None:
    """Give up an unpaid hold before its time; twice is harmless, and a paid place stays.

    What the waiting list offered stays offered until the offer's own time, and what was kept at the close of an
    evening stays kept until its own.
    """
    if sign_up.kept_from_id is None and not offers.stands(sign_up, now=now):
        tickets.expire(sign_up, now=now)


def check_open(event: Event, *, now: dt.datetime) -> None:
    """Raises AttendeeRefused when no sign-up is possible at this time, whatever the places."""
    if event.state == Event.CANCELLED:
        raise AttendeeRefused("This evening is cancelled.")
    if event.state != Event.PUBLISHED:
        raise AttendeeRefused("This evening is not open yet.")
    if event.is_over(now):
        raise AttendeeRefused("This evening is over.")


def pay_until(sign_up: SignUp) -> dt.datetime | None:
    """The time that a buyer is told: the hold itself lasts some minutes longer, for money on its way.

    None when nothing is held any more.
    """
    held = sign_up.tickets.filter(state=Ticket.HELD).first()
    return held.held_until - GRACE if held and held.held_until else None


def _look(event: Event, wish: Wish, *, now: dt.datetime) -> SignUp | None:
    """The cheap look when the places seem too few: most of a rush is told "full" here, without a lock.

    Returns what the wish got already. Raises places.Full unless there is room, the address' own unpaid places and those
    whose time has passed counted in.
    """
    room = tickets.room(event.pk, now=now)  # first: what another tap of theirs takes meanwhile is found below
    before = wishes.earlier(event, wish)
    granted = wishes.find_granted(before, event, wish, now=now)
    own = len(wishes.unpaid(before)) + discounts.reserved(wish, event=event)
    if granted is None and len(wish.people) > room + own:
        raise places.Full
    return granted


def _take(event: Event, wish: Wish, *, buyer: Profile, before: Sequence[SignUp], now: dt.datetime) -> SignUp:
    hold_limits.check(event, wish, now=now)
    if wish.voucher:  # before its lock: what lapses locks tickets, then codes
        tickets.expire_lapsed(event.pk, now=now)
    given_back = tickets.give_up(wishes.unpaid(before), now=now)
    voucher = discounts.lock(wish, now=now)
    sign_up = _save(event, wish, buyer=buyer, before=before, now=now)
    if sign_up.way == SignUp.CARD:
        seats.hold(sign_up, people=wish.people, until=now + CONFIRM_WITHIN)
    else:
        letters.confirmed(seats.give(sign_up, people=wish.people, now=now), now=now)
    if wish.tell_me:
        consents.give(buyer, event.series, source="sign-up page", now=now)
    needed = len(wish.people) - given_back
    _claim(event, needed - discounts.use_reserved(voucher, event=event, count=needed), now=now)
    return sign_up


def _save(event: Event, wish: Wish, *, buyer: Profile, before: Sequence[SignUp], now: dt.datetime) -> SignUp:
    key = wish.key(event)
    if key and any(sign_up.wish_key == key for sign_up in before):
        # The same page sent again after its sign-up was cancelled or lapsed is a new wish.
        SignUp.objects.filter(wish_key=key).update(wish_key=None)
    return SignUp.objects.create(
        event=event,
        buyer=buyer,
        name=wish.name,
        email=wish.buyer_email,
        way=wish.way(event),
        price_amount=wish.price(event).amount,
        currency=event.currency,
        told_revision=event.diary_revision,
        voucher=wish.voucher,
        wish_key=key,
        browser_hash=fingerprint(wish.browser),
        address_hash=fingerprint(wish.address),
        created_at=now,
    )


def _claim(event: Event, count: int, *, now: dt.datetime) -> None:
    """Claim places, or release when fewer are wanted than before."""
    if count < 0:
        offers.release_count(event.pk, -count, now=now)
    elif count > 0:
        tickets.claim(event.pk, count, now=now)
