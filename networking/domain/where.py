"""Where do I go? Worked out from the room, whose ticket it is and the time; no queries.

The table of a round is shown while it is live, and that of the next one two minutes before the end of the one before.
"""

import datetime as dt
from dataclasses import dataclass

from attendees.models import Ticket
from events.models import Event
from networking.domain.room import Doing, Room
from networking.domain.tables import Look
from networking.domain.tonight import Person, RoundState, Table, tells_next
from networking.models import Round, RunSheet

OVERRUN = dt.timedelta(hours=3)  # so long after its end nobody of an evening is shown any more, whatever is still live

BEFORE, PLAYING, BETWEEN, PLAYED, OVER = "before", "playing", "between", "played", "over"
SITS_OUT, LEFT, NOT_IN, NO_SEAT = "sits-out", "left", "not-in", "no-seat"
LOOK_EVERY = {BEFORE: 15, PLAYING: 4, BETWEEN: 4, PLAYED: 30, OVER: 300}  # seconds
LOOK_NOW = 4  # when the first round may begin any moment


@dataclass(frozen=True)
class Moment:
    """Where an evening is. `turn` is the round being played; `coming` the next one, once it may be shown.

    `doing` is the activity that is on before the rounds.
    """

    kind: str
    turn: RoundState | None = None
    coming: RoundState | None = None
    is_time_up: bool = False
    is_last: bool = False
    is_near: bool = False  # before the rounds: the first may begin any moment
    doing: Doing | None = None

    @property
    def is_paused(self) -> bool:
        return self.turn is not None and self.turn.paused_at is not None

    @property
    def look_every(self) -> int:
        """Seconds until it is worth looking again."""
        return LOOK_NOW if self.is_near else LOOK_EVERY[self.kind]

    @property
    def key(self) -> tuple[object, ...]:
        """What of it changes with time alone."""
        turn, coming = self.turn and self.turn.number, self.coming and self.coming.number
        return (self.kind, turn, coming, self.is_time_up)


@dataclass(frozen=True)
class Place:
    """What one person is told: their tables now and next, with whom they may be named; `why` there is none now.

    `works`: (first name, work) of those at the table now who let their tables read it.
    """

    moment: Moment
    table: Table | None = None
    next_table: Table | None = None
    why: str = ""
    works: tuple[tuple[str, str], ...] = ()


def moment_of(room: Room, event: Event, *, now: dt.datetime) -> Moment:
    """Where the evening is at this time."""
    if now >= event.ends_at + OVERRUN or event.is_cancelled:
        return Moment(OVER)
    is_closing = room.step == RunSheet.CLOSE  # also beside a round that nobody ended
    live = next((turn for turn in room.rounds if turn.state == Round.LIVE and not is_closing), None)
    drafts = [turn for turn in room.rounds if turn.state == Round.DRAFT and turn.tables]
    played = [turn for turn in room.rounds if turn.state == Round.CLOSED]
    if live:
        return _playing(live, drafts, is_last=live.number >= max(room.planned, len(room.rounds)), now=now)
    if is_closing or (played and not drafts and len(played) >= room.planned):
        return Moment(OVER if event.is_over(now) else PLAYED)
    if event.is_over(now):
        return Moment(OVER)
    coming = next(iter(drafts), None)
    shown = coming if coming and (coming.is_told or (played and tells_next(played[-1], now=now))) else None
    if played or shown:
        return Moment(BETWEEN, coming=shown)
    is_near = bool(drafts) or room.step in (RunSheet.ACTIVITY, RunSheet.ROUNDS)
    is_time_up = room.doing is not None and now >= room.doing.ends_at
    return Moment(BEFORE, is_near=is_near, doing=room.doing, is_time_up=is_time_up)


def place_of(ticket: Ticket, room: Room, moment: Moment) -> Place:
    """What this ticket's person is told; nobody kept apart from them is named, whoever put them at one table."""
    table, next_table = (_table(turn, ticket, room) for turn in (moment.turn, moment.coming))
    others = table.people if table else ()
    works = tuple((who.first_name, room.works[who.ticket_id]) for who in others if who.ticket_id in room.works)
    return Place(moment, table, next_table, why="" if table else _why(ticket, room, moment), works=works)


@dataclass(frozen=True)
class Way:
    """Where somebody of a table goes next; to nowhere when they have no seat in the next round."""

    person: Person
    to: Look | None


def ways_from(number: int, room: Room, moment: Moment) -> list[Way]:
    """From the table where they sit, or sat in the round before, once people may be told; by first name."""
    since = moment.turn or next((turn for turn in reversed(room.rounds) if turn.state == Round.CLOSED), None)
    table = table_at(since, number)
    if table is None or moment.coming is None:
        return []
    return [Way(who, _look(moment.coming, who)) for who in room.for_all(table).people]


def table_at(turn: RoundState | None, number: int) -> Table | None:
    """One of the tables of a round by its number."""
    return next((table for table in turn.tables if table.number == number), None) if turn else None


def _look(turn: RoundState, who: Person) -> Look | None:
    table = turn.table_of(who.ticket_id)
    return table.look if table else None


def _playing(live: RoundState, drafts: list[RoundState], *, is_last: bool, now: dt.datetime) -> Moment:
    coming = next(iter(drafts), None)
    shown = coming if coming and (coming.is_told or tells_next(live, now=now)) else None
    return Moment(PLAYING, live, shown, is_time_up=live.is_over(now), is_last=is_last and coming is None)


def _table(turn: RoundState | None, ticket: Ticket, room: Room) -> Table | None:
    found = turn.table_of(ticket.pk) if turn else None
    return room.for_one(found, ticket.pk) if found else None


def _why(ticket: Ticket, room: Room, moment: Moment) -> str:
    turn = moment.turn or moment.coming
    if ticket.checked_in_at is None:
        return NOT_IN
    if turn and any(who.ticket_id == ticket.pk and who.has_left for table in turn.tables for who in table.people):
        return LEFT
    return SITS_OUT if ticket.pk in room.out else NO_SEAT
