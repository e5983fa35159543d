"""What an evening is at, read at once: the step, the rounds, who sits where. Six queries, however many people.

Nothing here writes, and nobody who asked to be erased is in it. Phones, the phone of a table, the room's screen, paper
and the host's own page all read this.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from attendees.models import Ticket
from events.models import Event
from foundation.lib import names
from networking.domain import openers, run_sheets, tables
from networking.domain.tables import Look
from networking.models import Round, RunSheet, Seat, Wish

TELL_BEFORE = dt.timedelta(minutes=2)  # so long before the end of a round people see the next table


@dataclass(frozen=True)
class Person:
    """Somebody in the room. `called` has as many letters of the surname as tell two apart; `name` is for hosts only."""

    ticket_id: int
    first_name: str
    called: str
    name: str
    has_left: bool = False


@dataclass(frozen=True)
class Table:
    """One table in one round, the people by name."""

    look: Look
    people: tuple[Person, ...]

    @property
    def number(self) -> int:
        return self.look.number

    @property
    def seated(self) -> tuple[Person, ...]:
        """Those who are still there."""
        return tuple(person for person in self.people if not person.has_left)

    def beside(self, ticket_id: int) -> tuple[Person, ...]:
        """The others at the table."""
        return tuple(person for person in self.seated if person.ticket_id != ticket_id)


@dataclass(frozen=True)
class RoundState:
    """A round with its tables. `starts_at` and `ends_at` are None for a draft; while paused the end does not count."""

    number: int
    state: str
    opener: str
    minutes: int
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    paused_at: dt.datetime | None
    is_told: bool
    tables: tuple[Table, ...]

    @property
    def is_live(self) -> bool:
        return self.state == Round.LIVE

    @cached_property
    def table_by_ticket(self) -> Mapping[int, Table]:
        return {person.ticket_id: table for table in self.tables for person in table.seated}

    def table_of(self, ticket_id: int) -> Table | None:
        return self.table_by_ticket.get(ticket_id)

    def is_over(self, now: dt.datetime) -> bool:
        """Its time is up, whether the host has ended it or not."""
        return self.ends_at is not None and self.paused_at is None and now >= self.ends_at


@dataclass(frozen=True)
class Tonight:
    """`sheet` is unsaved when nobody has planned anything yet. `inside` are checked in, of `expected` with a place.

    `unseated` are in the room and in no group of the live round; `out` sit this one out or had to go; `sits_out` has,
    by ticket, the wish of those of them who said themselves that they do.
    """

    event: Event
    sheet: RunSheet
    rounds: tuple[RoundState, ...]
    people: tuple[Person, ...]
    unseated: tuple[Person, ...]
    out: tuple[Person, ...]
    sits_out: Mapping[int, int]
    expected: int
    now: dt.datetime

    @property
    def step(self) -> str:
        return self.sheet.step

    @property
    def inside(self) -> int:
        return len(self.people)

    @cached_property
    def live(self) -> RoundState | None:
        return next((one for one in self.rounds if one.is_live), None)

    @cached_property
    def next(self) -> RoundState | None:
        """The first draft with people in it."""
        return next((one for one in self.rounds if one.state == Round.DRAFT and one.tables), None)

    @cached_property
    def last(self) -> RoundState | None:
        """The round that was closed last."""
        closed = [one for one in self.rounds if one.state == Round.CLOSED]
        return closed[-1] if closed else None

    @property
    def is_played(self) -> bool:
        """Whether there was a round and none is left: the close is what comes next."""
        return self.last is not None and self.live is None and self.next is None

    @property
    def drafts(self) -> tuple[RoundState, ...]:
        return tuple(one for one in self.rounds if one.state == Round.DRAFT and one.tables)

    @property
    def is_time_up(self) -> bool:
        """The time of the live round, or else of the activity, is up, whether the host has gone on or not."""
        if self.live:
            return self.live.is_over(self.now)
        return self.sheet.step_ends_at is not None and self.now >= self.sheet.step_ends_at

    @property
    def shows_next(self) -> bool:
        """Whether people may see where they go next: two minutes before the end of a round, or when it was told."""
        return self.next is not None and (self.next.is_told or tells_next(self.live or self.last, now=self.now))


def tells_next(current: RoundState | Round | None, *, now: dt.datetime) -> bool:
    """Whether people see where they go next: the live round, or else the one closed last, is at its end or nearly so.

    `current` is None before the first round.
    """
    if current is None or current.ends_at is None or current.paused_at is not None:
        return False
    return current.state == Round.CLOSED or now >= current.ends_at - TELL_BEFORE


def state_of(event: Event, now: dt.datetime) -> Tonight:
    """The evening as it is now; rounds in their order."""
    sheet = run_sheets.of(event)
    seats = list(Seat.objects.filter(round__event=event).values_list("round", "group__table", "ticket", "left_at"))
    numbers = {table for _, table, _, _ in seats}
    looks = tables.looks(event.pk, numbers=numbers)
    coming = Ticket.objects.for_event(event.pk).valid().remembered().order_by()
    valid = list(coming.values_list("pk", "name", "checked_in_at"))
    wishes = list(Wish.objects.filter(event=event, kind=Wish.SITS_OUT).values_list("ticket", "pk", "by_host"))
    sits_out = {ticket for ticket, _, _ in wishes}
    inside = {ticket: name for ticket, name, came in valid if came}
    people = _people(inside)
    rounds = tuple(_round(one, sheet, seats, people, looks) for one in Round.objects.for_event(event.pk))
    gone = {ticket for _, _, ticket, left_at in seats if left_at} & people.keys()
    return Tonight(
        event=event,
        sheet=sheet,
        rounds=rounds,
        people=_sorted(people.values()),
        unseated=_unseated(rounds, {pk: person for pk, person in people.items() if pk not in sits_out | gone}),
        out=_sorted(people[ticket] for ticket in (sits_out | gone) & people.keys()),
        sits_out={ticket: wish for ticket, wish, by_host in wishes if not by_host},
        expected=len(valid),
        now=now,
    )


def _people(inside: Mapping[int, str]) -> dict[int, Person]:
    called = names.shortened(list(inside.values()))
    return {
        ticket: Person(ticket, names.first(name), short, name)
        for (ticket, name), short in zip(inside.items(), called, strict=True)
    }


def _round(
    found: Round,
    sheet: RunSheet,
    seats: list[tuple[int, int, int, dt.datetime | None]],
    people: Mapping[int, Person],
    looks: Mapping[int, Look],
) -> RoundState:
    """Whoever was let out at the door again, or whose place was cancelled, is at no table."""
    at: dict[int, list[Person]] = {}
    for round_id, table, ticket, left_at in seats:
        if round_id == found.pk and ticket in people:
            person = people[ticket]
            at.setdefault(table, []).append(replace(person, has_left=True) if left_at else person)
    return RoundState(
        number=found.number,
        state=found.state,
        opener=openers.of(found, sheet),
        minutes=found.minutes,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        paused_at=found.paused_at,
        is_told=found.is_told,
        tables=tuple(Table(looks[number], _sorted(at[number])) for number in sorted(at)),
    )


def _unseated(rounds: tuple[RoundState, ...], people: Mapping[int, Person]) -> tuple[Person, ...]:
    """Of the live round, else of the next draft; nobody before there is a plan."""
    at = next((one for one in rounds if one.is_live), None) or next(
        (one for one in rounds if one.state == Round.DRAFT and one.tables), None
    )
    if at is None:
        return ()
    seated = {person.ticket_id for table in at.tables for person in table.people}
    return _sorted(person for ticket, person in people.items() if ticket not in seated)


def _sorted(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: (names.fold(person.called), person.ticket_id)))
