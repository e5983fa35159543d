"""Tonight's room as everybody may see it: rounds, tables, first names.

It is read once per stamp and process: a stamp holds everything from which it is made, in one query together with
whoever asks, so that three hundred phones that look cost one query each while nothing changes.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum

from attendees.models import Ticket
from events.models import Event
from networking.domain import apart, seen, tonight
from networking.domain.tables import Look
from networking.domain.tonight import RoundState, Table
from networking.models import Block, Card, RunSheet, Wish

Stamp = tuple[Any, ...]
KEPT = 64  # rooms in a process
STAMPS = ("stamp_sheet", "stamp_block", "stamp_wishes", "stamp_wish", "stamp_card", "stamp_inside", "stamp_arrival")


@dataclass(frozen=True)
class Doing:
    """The activity that is on: its name, its question, and the clock time that is told as its end."""

    title: str
    prompt: str
    ends_at: dt.datetime


@dataclass(frozen=True)
class Room:
    """The evening's rounds, of which `planned` are wanted, at which `step` it is, and the activity while it is on.

    `kept_apart`: the pairs of tickets that are never named to each other. `out`: who sits this one out.
    `works`: by ticket, what people at the same table may read of somebody's work.
    """

    step: str
    planned: int
    rounds: tuple[RoundState, ...]
    kept_apart: frozenset[frozenset[int]]
    out: frozenset[int]
    works: Mapping[int, str]
    doing: Doing | None = None

    @property
    def looks(self) -> list[Look]:
        """The tables of all rounds, by number."""
        found = {table.number: table.look for each in self.rounds for table in each.tables}
        return [found[number] for number in sorted(found)]

    def for_one(self, table: Table, ticket_id: int) -> Table:
        """A table as one who sits there sees it: the others, but nobody who is kept apart from them."""
        hidden = {other for pair in self.kept_apart if ticket_id in pair for other in pair} | {ticket_id}
        return _without(table, hidden)

    def for_all(self, table: Table) -> Table:
        """A table as a shared screen shows it: of two who should never have come together, neither is named."""
        here = {person.ticket_id for person in table.seated}
        return _without(table, {one for pair in self.kept_apart if pair <= here for one in pair})


def _without(table: Table, hidden: set[int]) -> Table:
    return replace(table, people=tuple(person for person in table.seated if person.ticket_id not in hidden))


def stamped(rows: QuerySet[Any], *, event: str) -> QuerySet[Any]:
    """Rows with their evening's stamp; `event` is the path to the evening's id. Costs no query of its own.

    Who is in the room is in it as a sum of numbers and the last arrival: an undone check-in, a cancelled place and who
    asks to be erased change the one, and a name can only be changed while its person is out, so that they arrive anew.
    """
    came = Ticket.objects.checked_in().filter(event=OuterRef(event)).order_by()
    inside = came.remembered().values("event")
    wishes = Wish.objects.filter(event=OuterRef(event)).order_by().values("event")
    of_people = Card.objects.filter(profile__tickets__event=OuterRef(event))
    cards = of_people.order_by().values("profile__tickets__event")
    found: QuerySet[Any] = rows.annotate(
        stamp_sheet=Subquery(RunSheet.objects.filter(event=OuterRef(event)).values("changed_at")[:1]),
        stamp_block=Subquery(Block.objects.order_by("-pk").values("pk")[:1]),
        stamp_wishes=Subquery(wishes.annotate(count=Count("pk")).values("count")),
        stamp_wish=Subquery(wishes.annotate(last=Max("pk")).values("last")),
        stamp_inside=Subquery(inside.annotate(sum=Sum("pk")).values("sum")),
        stamp_arrival=Subquery(came.values("event").annotate(last=Max("checked_in_at")).values("last")),
        stamp_card=Subquery(cards.annotate(last=Max("changed_at")).values("last")),
    )
    return found


def stamp_of(row: object) -> Stamp:
    """Of a row that was `stamped`."""
    return tuple(getattr(row, name) for name in STAMPS)


def stamp(event_id: int) -> Stamp:
    """One query."""
    return stamp_of(stamped(Event.objects.filter(pk=event_id), event="pk").get())


def read(event_id: int, *, stamp: Stamp) -> Room:
    """No query when this process has seen the stamp, else twelve, however many people and rounds."""
    return _read(event_id, stamp)


def forget() -> None:
    """For tests, whose rows come back with the same numbers."""
    _read.cache_clear()


@functools.lru_cache(maxsize=KEPT)
def _read(event_id: int, stamp: Stamp) -> Room:
    event = Event.objects.get(pk=event_id)
    found = tonight.state_of(event, event.starts_at)  # nothing that is taken from it depends on the time
    seated = {who.ticket_id for each in found.rounds for table in each.tables for who in table.seated}
    return Room(
        step=found.step,
        planned=found.sheet.rounds,
        rounds=found.rounds,
        kept_apart=frozenset(apart.pairs(event_id)),
        out=frozenset(person.ticket_id for person in found.out),
        doing=_doing(found.sheet),
        works={pk: card.work for pk, card in seen.at_tables(seated).items() if card.work},
    )


def _doing(sheet: RunSheet) -> Doing | None:
    if sheet.activity is None or sheet.step_ends_at is None:
        return None
    return Doing(sheet.activity.title, sheet.activity.prompt, sheet.step_ends_at)
