"""Everybody a person met: whom they swapped details with, talked with, or noted something about.

Of whom they did not swap details with, a first name and no more. Whoever ended a swap, blocked or was erased is gone.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q

from attendees.models import Profile, Ticket
from events.models import Event
from foundation.lib import names
from networking.domain import apart, mates, promises
from networking.domain.details import Details, shown
from networking.models import OwnNote, Promise, Swap, Talked

BOTH = ("event__series", "asker__holder__card", "asker__sign_up", "other__holder__card", "other__sign_up")
PHOTOS = ("asker__holder__card__photo", "other__holder__card__photo")


@dataclass
class Met:
    """One person of one evening. `details` once both agreed; `talked` when both said so."""

    ticket: Ticket
    details: Details | None = None
    is_asking: bool = False
    is_asked: bool = False
    i_said: bool = False
    they_said: bool = False
    note: str = ""
    made: list[Promise] = field(default_factory=list)
    received: list[Promise] = field(default_factory=list)

    @property
    def called(self) -> str:
        return self.details.called if self.details else self.ticket.first_name

    @property
    def is_tie(self) -> bool:
        return self.details is not None or (self.i_said and self.they_said)

    @property
    def is_shown(self) -> bool:
        """Not somebody of whom the only thing known is what they said, or that it never came to anything."""
        return self.is_tie or self.is_asked or self.is_asking or self.i_said or bool(self.note)


def of(profile: Profile | None, *, now: dt.datetime) -> list[Met]:
    """All of them, the newest evening first, then by name. Nine queries, however many people and evenings."""
    if profile is None:
        return []
    mine = set(Ticket.objects.filter(holder=profile).values_list("pk", flat=True))
    met: dict[int, Met] = {}
    ended = _swaps(met, mine, now=now)
    _talks(met, mine)
    for note in OwnNote.objects.filter(owner=profile).select_related("about__event__series", "about__holder"):
        met.setdefault(note.about_id, Met(note.about)).note = note.words
    hidden = apart.hidden_from_person(profile.pk, tickets=mine)
    _promises(met, mine, hidden)
    found = [each for each in met.values() if each.is_shown and _is_there(each, ended, hidden)]
    return sorted(found, key=_order)


def search(people: Iterable[Met], query: str) -> list[Met]:
    """Whose name, role, note, promise or evening holds every word of `query`, whatever its accents and case."""
    words = names.fold(query).split()
    return [met for met in people if all(word in _text(met) for word in words)]


def by_evening(people: Iterable[Met]) -> list[tuple[Event, list[Met]]]:
    """The people of `of`, in the same order, evening by evening."""
    groups = groupby(people, key=lambda met: met.ticket.event_id)
    return [(group[0].ticket.event, group) for group in (list(found) for _, found in groups)]


def _swaps(met: dict[int, Met], mine: set[int], *, now: dt.datetime) -> set[int]:
    """Put in whom one swapped details with; returns with whom that has ended."""
    ended = set()
    rows = Swap.objects.filter(Q(asker__in=mine) | Q(other__in=mine)).select_related(*BOTH).defer(*PHOTOS)
    for swap in rows.order_by("pk"):
        is_mine = swap.asker_id in mine
        other = swap.other if is_mine else swap.asker
        other.event = swap.event
        if swap.state == Swap.WITHDRAWN and swap.answered_at:
            ended.add(other.pk)
        if swap.ended_at:
            continue
        person = met.setdefault(other.pk, Met(other))
        if swap.state == Swap.AGREED:
            person.details = shown(other, swap.other_shares if is_mine else swap.asker_shares)
        elif mates.is_open(swap.event, now=now):
            person.is_asked, person.is_asking = is_mine, not is_mine and swap.state == Swap.ASKED
    return ended - {pk for pk, person in met.items() if person.details}


def _talks(met: dict[int, Met], mine: set[int]) -> None:
    rows = Talked.objects.filter(Q(by__in=mine) | Q(to__in=mine)).select_related(
        "event__series", "by__holder", "to__holder"
    )
    for talk in rows:
        is_mine = talk.by_id in mine
        other = talk.to if is_mine else talk.by
        other.event = talk.event
        person = met.setdefault(other.pk, Met(other))
        person.i_said, person.they_said = person.i_said or is_mine, person.they_said or not is_mine


def _promises(met: dict[int, Met], mine: set[int], hidden: set[int]) -> None:
    found = promises.among(None, mine, hidden=hidden)
    for promise in found.made:
        met.setdefault(promise.to_id, Met(promise.to)).made.append(promise)
    for promise in found.received:
        met.setdefault(promise.by_id, Met(promise.by)).received.append(promise)


def _is_there(met: Met, ended: set[int], hidden: set[int]) -> bool:
    holder = met.ticket.holder
    return met.ticket.pk not in ended | hidden and not (holder and holder.erase_asked_at)


def _order(met: Met) -> tuple[float, int, str, int]:
    event = met.ticket.event
    return (-event.starts_at.timestamp(), event.pk, names.fold(met.called), met.ticket.pk)


def _text(met: Met) -> str:
    event, theirs = met.ticket.event, met.details
    words = [met.called, met.note, event.title, event.series.name, theirs.role if theirs else ""]
    return names.fold(" ".join([*words, *(promise.words for promise in [*met.made, *met.received])]))
