""" "I'll send you …" between two who swapped details: made, then sent or no longer needed. Alone moves a Promise."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from attendees.domain import follow_up
from attendees.models import Profile, Ticket
from foundation.lib import states
from networking.domain import apart
from networking.domain.refused import NetworkingRefused
from networking.models import Promise, Swap

MOST_OPEN = 10  # of one person to another


@dataclass(frozen=True)
class Promises:
    """Of one person, between people who still show each other their details: what they promised, and were promised."""

    made: list[Promise]
    received: list[Promise]

    @property
    def open_made(self) -> list[Promise]:
        return [promise for promise in self.made if promise.state == Promise.OPEN]

    @property
    def open_received(self) -> list[Promise]:
        return [promise for promise in self.received if promise.state == Promise.OPEN]


def make(me: Ticket, other: Ticket, *, words: str, now: dt.datetime) -> Promise:
    """Promise something to somebody one swapped details with; the same words again are the same promise.

    Raises NetworkingRefused when the two have not agreed, or when ten are open already.
    """
    with transaction.atomic():
        swap = Swap.objects.between(me.pk, other.pk).agreed().select_for_update().first()
        if swap is None:
            raise NetworkingRefused("You can promise something to people you swapped details with.")
        mine = Promise.objects.filter(by=me, to=other, state=Promise.OPEN)
        same = mine.filter(words=words).first()
        if same is None and mine.count() >= MOST_OPEN:
            raise NetworkingRefused(f"You have {MOST_OPEN} open promises to them. Send something first.")
        return same or Promise.objects.create(event_id=me.event_id, by=me, to=other, words=words, made_at=now)


def sent(promise: Promise, *, now: dt.datetime) -> None:
    """Its maker says that it is sent. Twice is harmless; one that was dropped stays so."""
    _end(promise, Promise.SENT, now=now)


def drop(promise: Promise, *, now: dt.datetime) -> None:
    """Either of the two says that it is no longer needed. Twice is harmless; one that was sent stays so."""
    _end(promise, Promise.DROPPED, now=now)


def drop_between(one: Ticket, other: Ticket, *, now: dt.datetime) -> None:
    """What is open between two who no longer show each other their details."""
    pair = [one.pk, other.pk]
    Promise.objects.filter(by__in=pair, to__in=pair, state=Promise.OPEN).update(state=Promise.DROPPED, ended_at=now)


def of(ticket: Ticket) -> Promises:
    """Of one evening; nothing with whom they never see, or with whom the swap has ended. Five queries."""
    return among(ticket.event_id, [ticket.pk], hidden=apart.hidden_from(ticket))


def with_one(me: Ticket, other: Ticket) -> Promises:
    """Between these two. Two queries."""
    found = among(me.event_id, [me.pk], hidden=set())
    made = [promise for promise in found.made if promise.to_id == other.pk]
    return Promises(made, [promise for promise in found.received if promise.by_id == other.pk])


def find(profile: Profile, promise_id: int) -> Promise | None:
    """A promise that this person made or received, as long as the two show each other their details."""
    found = Promise.objects.filter(Q(by__holder=profile) | Q(to__holder=profile), pk=promise_id)
    promise = found.select_related("by", "to").first()
    if promise is None or not Swap.objects.between(promise.by_id, promise.to_id).agreed().exists():
        return None
    mine, other = (promise.by, promise.to) if promise.by.holder_id == profile.pk else (promise.to, promise.by)
    return None if other.pk in apart.hidden_from(mine) else promise


def among(event_id: int | None, mine: Iterable[int], *, hidden: set[int]) -> Promises:
    """Of one person's tickets `mine`, at one evening or (None) at all; the oldest first. Two queries."""
    ids = set(mine)
    agreed = Swap.objects.agreed().filter(Q(asker__in=ids) | Q(other__in=ids)).values_list("asker", "other")
    pairs = {frozenset(pair) for pair in agreed}
    found = Promise.objects.filter(Q(by__in=ids) | Q(to__in=ids)).order_by("made_at", "pk")
    if event_id is not None:
        found = found.filter(event=event_id)
    shown = [
        promise
        for promise in found.select_related("by__holder", "to__holder")
        if frozenset((promise.by_id, promise.to_id)) in pairs and _is_there(promise, ids, hidden)
    ]
    return Promises([each for each in shown if each.by_id in ids], [each for each in shown if each.to_id in ids])


def _is_there(promise: Promise, mine: set[int], hidden: set[int]) -> bool:
    other = promise.to if promise.by_id in mine else promise.by
    return other.pk not in hidden and not (other.holder and other.holder.erase_asked_at)


def _end(promise: Promise, state: str, *, now: dt.datetime) -> None:
    """A mail of either that is not yet sent and names it is taken back."""
    try:
        with transaction.atomic():
            follow_up.hold([promise.by_id, promise.to_id])
            states.move(promise, state, ended_at=now)
            follow_up.take_back([promise.by_id, promise.to_id])
    except states.Stale:
        promise.refresh_from_db()
