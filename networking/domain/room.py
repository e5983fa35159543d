"""Tonight's room as everybody may see it: rounds, tables, first names.

It is read once per stamp and process: a stamp holds everything from which it is made, in one query together with
whoever asks, so that three hundred phones that look cost one query each while nothing changes.
"""

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from attendees.models import Ticket
from events.models import Event
from foundation.lib import names
from networking.domain import apart, tables
from networking.domain.tables import Look
from networking.models import Block, Round, RunSheet, Seat, Wish

Stamp = tuple[Any, ...]
KEPT = 64  # rooms in a process
STAMPS = ("stamp_sheet", "stamp_block", "stamp_wishes", "stamp_wish")


@dataclass(frozen=True)
class Person:
    """Somebody at a table. `called` has as many letters of the surname as tell two people of the room apart."""

    ticket_id: int
    first: str
    called: str


@dataclass(frozen=True)
class Table:
    look: Look
    people: tuple[Person, ...]

    def without(self, ticket_ids: set[int]) -> "Table":
        """The same table, on which these people are not named."""
        return Table(self.look, tuple(person for person in self.people if person.ticket_id not in ticket_ids))


@dataclass(frozen=True)
class Turn:
    """One round. Who left is at no table but among `left`."""

    number: int
    state: str
    opener: str
    minutes: int
    ends_at: dt.datetime | None
    paused_at: dt.datetime | None
    is_told: bool
    tables: tuple[Table, ...]
    left: frozenset[int]

    def table_of(self, ticket_id: int) -> Table | None:
        return next((table for table in self.tables if any(ticket_id == who.ticket_id for who in table.people)), None)

    def table(self, number: int) -> Table | None:
        return next((table for table in self.tables if table.look.number == number), None)


@dataclass(frozen=True)
class Room:
    """`step` is the run-sheet's, "" without one. `kept_apart`: the pairs of tickets never named to each other."""

    step: str
    rounds: int
    turns: tuple[Turn, ...]
    kept_apart: frozenset[frozenset[int]]
    sits_out: frozenset[int]

    def hidden_from(self, ticket_id: int) -> set[int]:
        """Whom this one is never shown."""
        return {other for pair in self.kept_apart if ticket_id in pair for other in pair} - {ticket_id}

    @property
    def looks(self) -> list[Look]:
        """The tables of all rounds, by number."""
        found = {table.look.number: table.look for turn in self.turns for table in turn.tables}
        return [found[number] for number in sorted(found)]

    def for_all_to_see(self, table: Table) -> Table:
        """A table as a shared screen shows it: of two who should never have come together, neither is named."""
        here = {person.ticket_id for person in table.people}
        return table.without({one for pair in self.kept_apart if pair <= here for one in pair})


def stamped(rows: QuerySet[Any], *, event: str) -> QuerySet[Any]:
    """Rows with their evening's stamp; `event` is the path to the evening's id. Costs no query of its own."""
    wishes = Wish.objects.filter(event=OuterRef(event)).order_by().values("event")
    found: QuerySet[Any] = rows.annotate(
        stamp_sheet=Subquery(RunSheet.objects.filter(event=OuterRef(event)).values("changed_at")[:1]),
        stamp_block=Subquery(Block.objects.order_by("-pk").values("pk")[:1]),
        stamp_wishes=Subquery(wishes.annotate(count=Count("pk")).values("count")),
        stamp_wish=Subquery(wishes.annotate(last=Max("pk")).values("last")),
    )
    return found


def stamp_of(row: object) -> Stamp:
    """Of a row that was `stamped`."""
    return tuple(getattr(row, name) for name in STAMPS)


def stamp(event_id: int) -> Stamp:
    """One query."""
    return stamp_of(stamped(Event.objects.filter(pk=event_id), event="pk").get())


def read(event_id: int, *, stamp: Stamp) -> Room:
    """No query when this process has seen the stamp, else eight, however many people and rounds."""
    return _read(event_id, stamp)


def forget() -> None:
    """For tests, whose rows come back with the same numbers."""
    _read.cache_clear()


@functools.lru_cache(maxsize=KEPT)
def _read(event_id: int, stamp: Stamp) -> Room:
    sheet = RunSheet.objects.filter(event=event_id).first()
    wanted = Wish.objects.filter(event=event_id, kind=Wish.SITS_OUT)
    return Room(
        step=sheet.step if sheet else "",
        rounds=sheet.rounds if sheet else 0,
        turns=tuple(_turns(event_id)),
        kept_apart=frozenset(apart.pairs(event_id)),
        sits_out=frozenset(wanted.values_list("ticket", flat=True)),
    )


def _turns(event_id: int) -> Iterable[Turn]:
    rounds = list(Round.objects.for_event(event_id))
    seats = Seat.objects.filter(round__event=event_id, ticket__state=Ticket.VALID).select_related("group", "ticket")
    by_round: dict[int, list[Seat]] = {}
    for seat in seats.order_by("group__table", "pk"):
        by_round.setdefault(seat.round_id, []).append(seat)
    looks = tables.looks(event_id, numbers={seat.group.table for found in by_round.values() for seat in found})
    people = _people({seat.ticket_id: seat.ticket.name for found in by_round.values() for seat in found})
    return [_turn(each, by_round.get(each.pk, []), looks, people) for each in rounds]


def _people(called: dict[int, str]) -> dict[int, Person]:
    shown = names.shortened(list(called.values()))
    return {pk: Person(pk, names.first(called[pk]), short) for pk, short in zip(called, shown, strict=True)}


def _turn(played: Round, seats: list[Seat], looks: dict[int, Look], people: dict[int, Person]) -> Turn:
    by_table: dict[int, list[Person]] = {seat.group.table: [] for seat in seats}
    for seat in seats:
        if seat.left_at is None:
            by_table[seat.group.table].append(people[seat.ticket_id])
    order = {number: sorted(found, key=lambda who: names.fold(who.called)) for number, found in by_table.items()}
    return Turn(
        number=played.number,
        state=played.state,
        opener=played.opener,
        minutes=played.minutes,
        ends_at=played.ends_at,
        paused_at=played.paused_at,
        is_told=played.is_told,
        tables=tuple(Table(looks[number], tuple(order[number])) for number in sorted(order)),
        left=frozenset(seat.ticket_id for seat in seats if seat.left_at),
    )
