"""Swapping details: one asks, the other says yes or, silently, no. The only module that moves a Swap.

Both must have come to the same evening, and may ask until 14 days after it. Nothing but a first name is shown before
both said yes, and then the fields that each of them chose, as they are at that moment.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from attendees.domain import follow_up
from attendees.models import Profile, Ticket
from foundation.lib import states
from networking.domain import apart, mates, promises
from networking.domain.details import Details, known, shown
from networking.domain.refused import NetworkingRefused
from networking.models import Swap

A_DAY, ASKS_A_DAY = dt.timedelta(days=1), 20
NOTHING, ASKED, ASKS_ME, SAID_NO, AGREED = "nothing", "asked", "asks-me", "said-no", "agreed"
AT_ONCE = "They asked you and took it back at the same moment. Please try again."
BOTH = ("event__series", "asker__holder__card", "asker__sign_up", "other__holder__card", "other__sign_up")
PHOTOS = ("asker__holder__card__photo", "other__holder__card__photo")


@dataclass(frozen=True)
class Standing:
    """How two people stand, as one of them sees it. To an asker a decline is ASKED, like no answer yet.

    `theirs` is what the other shows, once both agreed; `mine` are the fields that I chose.
    """

    kind: str = NOTHING
    mine: tuple[str, ...] = ()
    theirs: Details | None = None


def say_yes(me: Ticket, other: Ticket, *, shares: Iterable[str], now: dt.datetime) -> Swap:
    """Ask the other; when they asked too, that agrees. Said again, it only changes what I share.

    Raises NetworkingRefused, in words that never say why the other cannot be asked.
    """
    _check(me, other, now=now)
    chosen = known(shares)
    if not chosen:
        raise NetworkingRefused("Choose at least one thing to share")
    with transaction.atomic():
        Profile.objects.select_for_update(no_key=True).filter(tickets=me).first()  # asks of one person queue
        swap = _standing(me, other) or _ask(me, other, shares=chosen, now=now) or _standing(me, other)
        if swap is None:
            raise NetworkingRefused(AT_ONCE)
        _join(swap, me, shares=chosen, now=now)
    return swap


def decline(me: Ticket, other: Ticket, *, now: dt.datetime) -> None:
    """Say no, which the asker never learns. Twice is harmless, and so is it when nobody asks."""
    asks_me = Swap.objects.filter(asker=other, other=me, state=Swap.ASKED)
    with transaction.atomic():
        if asks_me.update(state=Swap.DECLINED, answered_at=now):
            follow_up.take_back([me.pk])


def withdraw(me: Ticket, other: Ticket, *, now: dt.datetime) -> None:
    """Take back what I asked, or end what both agreed to: at once neither sees the other's details. Twice is harmless.

    What they promised each other and is still open falls away. To an asker it is the same whether the other said no.
    """
    with transaction.atomic():
        swap = _standing(me, other)
        if swap is None or (swap.state != Swap.AGREED and swap.asker_id != me.pk):
            return
        if swap.state == Swap.DECLINED:
            Swap.objects.filter(pk=swap.pk).update(ended_at=now)
            return
        states.move(swap, Swap.WITHDRAWN, ended_at=now)
        promises.drop_between(me, other, now=now)
        follow_up.take_back([me.pk, other.pk])


def between(me: Ticket, other: Ticket) -> Standing:
    """How I stand with somebody of my evening. One query."""
    found = Swap.objects.between(me.pk, other.pk).standing().select_related(*BOTH).defer(*PHOTOS).first()
    return _seen(found, me) if found else Standing()


def standings(me: Ticket) -> dict[int, Standing]:
    """How I stand with everybody of my evening with whom there is anything, by their ticket's id. Four queries."""
    hidden = apart.hidden_from(me)
    found = Swap.objects.of(me.pk).standing().select_related(*BOTH).defer(*PHOTOS)
    return {other.pk: _seen(swap, me) for swap in found if _is_there(other := _other(swap, me), hidden)}


def earlier(me: Ticket, other: Ticket) -> Ticket | None:
    """The other's ticket at the last evening before at which the same two swapped, and still do. One query."""
    if other.holder_id is None:
        return None
    asked, was_asked = Q(asker__holder=me.holder, other__holder=other.holder), Q(asker__holder=other.holder)
    found = Swap.objects.agreed().filter(asked | was_asked & Q(other__holder=me.holder)).exclude(event=me.event_id)
    swap = found.select_related("event", "asker", "other").order_by("-event__starts_at").first()
    if swap is None:
        return None
    theirs = swap.other if swap.asker.holder_id == me.holder_id else swap.asker
    theirs.event = swap.event
    return theirs


def asking(ticket: Ticket, *, now: dt.datetime) -> list[Ticket]:
    """Who waits for this person's yes or no, the earliest first; nobody once the time is over. Four queries."""
    if not mates.is_open(ticket.event, now=now):
        return []
    hidden = apart.hidden_from(ticket)
    asked = Swap.objects.filter(other=ticket, state=Swap.ASKED).select_related(*BOTH).defer(*PHOTOS)
    return [swap.asker for swap in asked.order_by("asked_at", "pk") if _is_there(swap.asker, hidden)]


def last_choice(me: Ticket) -> list[str]:
    """The fields that this ticket's person chose at their last yes to anybody; none the first time. Two queries."""
    asked = Swap.objects.filter(asker__holder=me.holder_id).order_by("-asked_at", "-pk").first()
    answered = Swap.objects.filter(other__holder=me.holder_id).exclude(other_shares=[]).order_by("-answered_at").first()
    choices = [(asked.asked_at, asked.asker_shares)] if asked else []
    if answered and answered.answered_at:
        choices.append((answered.answered_at, answered.other_shares))
    return known(max(choices)[1]) if choices else []


def _check(me: Ticket, other: Ticket, *, now: dt.datetime) -> None:
    if not me.checked_in_at or me.holder is None:
        raise NetworkingRefused("Swapping details is for people who came. You are not checked in at this evening.")
    if not mates.is_open(me.event, now=now):
        raise NetworkingRefused("Details can be swapped until 14 days after an evening. That time is over.")
    if mates.in_the_room(me, other.pk) is None:
        raise NetworkingRefused("We found nobody here to swap details with.")


def _ask(me: Ticket, other: Ticket, *, shares: list[str], now: dt.datetime) -> Swap | None:
    """A new row; None when the other asked at this very moment. No second question to somebody who said no."""
    asked = Swap.objects.filter(asker__holder=me.holder_id, asked_at__gt=now - A_DAY)
    if asked.count() >= ASKS_A_DAY:
        raise NetworkingRefused(f"You asked {ASKS_A_DAY} people within a day, which is the most. Go on tomorrow.")
    last = Swap.objects.between(me.pk, other.pk).order_by("-pk").first()
    row = {"event_id": me.event_id, "asker": me, "other": other, "asker_shares": shares, "asked_at": now}
    try:
        with transaction.atomic():
            swap = Swap.objects.create(**row)
    except IntegrityError:
        return None
    if last and last.state == Swap.DECLINED and last.asker_id == me.pk:
        states.move(swap, Swap.DECLINED, answered_at=now)
    return swap


def _join(swap: Swap, me: Ticket, *, shares: list[str], now: dt.datetime) -> None:
    """My yes to a row that stands: it is mine already, or it becomes agreed."""
    mine = "asker_shares" if swap.asker_id == me.pk else "other_shares"
    if swap.asker_id == me.pk or swap.state == Swap.AGREED:
        Swap.objects.filter(pk=swap.pk).update(**{mine: shares})
        setattr(swap, mine, shares)
    else:
        states.move(swap, Swap.AGREED, other_shares=shares, answered_at=now)
        follow_up.take_back([swap.asker_id, swap.other_id])


def _standing(me: Ticket, other: Ticket) -> Swap | None:
    return Swap.objects.between(me.pk, other.pk).standing().select_for_update().first()


def _other(swap: Swap, me: Ticket) -> Ticket:
    other = swap.other if swap.asker_id == me.pk else swap.asker
    other.event = swap.event
    return other


def _is_there(ticket: Ticket, hidden: set[int]) -> bool:
    """Neither apart from me nor about to be erased."""
    return ticket.pk not in hidden and not (ticket.holder and ticket.holder.erase_asked_at)


def _seen(swap: Swap, me: Ticket) -> Standing:
    is_mine = swap.asker_id == me.pk
    if swap.state == Swap.AGREED:
        mine, theirs = (swap.asker_shares, swap.other_shares) if is_mine else (swap.other_shares, swap.asker_shares)
        return Standing(AGREED, tuple(mine), shown(_other(swap, me), theirs))
    if is_mine:
        return Standing(ASKED, tuple(swap.asker_shares))
    return Standing(ASKS_ME if swap.state == Swap.ASKED else SAID_NO)
