"""Seats of a planned or live round: who comes late, who has to go, and what the host changes by hand.

Called under the run-sheet's lock, or taking it. Two who are kept apart are brought together by nobody but a host who
was told and said so again.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from attendees.models import Ticket
from events.domain import journal
from events.models import Event
from networking.domain import apart, run_sheets
from networking.domain.refused import NetworkingRefused
from networking.models import Group, Round, Seat, Wish

BY_ITSELF = "Flashmob"
LONGEST_OVERRUN = dt.timedelta(hours=3)  # a round that nobody ended is over by then
NOT_SEATED = "They have no table in this round. Look at the page again."


@dataclass(frozen=True)
class Concern:
    """Why a change by hand needs a second thought: pairs (tickets' ids) who are kept apart, or who have met tonight."""

    apart: frozenset[frozenset[int]] = frozenset()
    met: frozenset[frozenset[int]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.apart or self.met)


def fill(event: Event, found: Round) -> list[int]:
    """Give everybody who is in the room a seat in this round, and take it from who is not; tables stay as they are.

    Each newcomer joins the smallest table where nobody is kept apart from them, and of those the one with most new
    faces. Returns whom (tickets' ids) no table fits.
    """
    here = present(event)
    if found.state == Round.DRAFT:
        found.seats.exclude(ticket__in=here).delete()
    tables, groups = tables_of(found), dict(found.groups.values_list("table", "pk"))
    kept_apart, met = apart.pairs(event.pk), met_besides(found)
    seated = set(found.seats.values_list("ticket", flat=True))
    joined, left_over = {}, []
    for ticket in sorted(here - seated):
        number = _smallest_fitting(ticket, tables, kept_apart, met)
        if number is None:
            left_over.append(ticket)
        else:
            tables[number].add(ticket)
            joined[ticket] = groups[number]
    Seat.objects.bulk_create(Seat(round=found, ticket_id=ticket, group_id=pk) for ticket, pk in joined.items())
    return left_over


def take_in(event: Event, *, by: str, now: dt.datetime) -> int:
    """Give late-comers a seat in the live round and in those planned; returns how many found one. Twice is harmless."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        rounds = Round.objects.for_event(event.pk).exclude(state=Round.CLOSED)
        before = Seat.objects.filter(round__in=rounds).count()
        for found in rounds:
            if found.groups.exists():
                fill(event, found)
        count = Seat.objects.filter(round__in=rounds).count() - before
        if count:
            run_sheets.touch(sheet, now=now)
            journal.note(event, by=by, sentence="found a table for who came late")
    return count


def take_in_everywhere(now: dt.datetime) -> int:
    """Late-comers of every evening with a live round; returns how many found a seat. Twice is harmless."""
    live = Round.objects.live().filter(ends_at__gt=now - LONGEST_OVERRUN).select_related("event__series")
    return sum(take_in(one.event, by=BY_ITSELF, now=now) for one in live)


def leave(event: Event, ticket_id: int, *, by: str, now: dt.datetime) -> None:
    """Somebody has to go: their last seat says when, and nothing more is planned for them. Twice is harmless."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        mine = Seat.objects.filter(round__event=event, ticket=ticket_id)
        if mine.filter(left_at__isnull=False).exists():
            return
        mine.filter(round__state=Round.DRAFT).delete()
        last = mine.order_by("-round__number").first()
        if last is None:
            _sit_out(event, ticket_id, now=now)
        else:
            Seat.objects.filter(pk=last.pk).update(left_at=now)
        run_sheets.touch(sheet, now=now)
        journal.note(event, by=by, sentence="noted that somebody had to go")


def come_back(event: Event, ticket_id: int, *, by: str, now: dt.datetime) -> None:
    """They are here after all, and get a seat; a wish of their own to sit out stays."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        Seat.objects.filter(round__event=event, ticket=ticket_id).update(left_at=None)
        Wish.objects.filter(event=event, ticket=ticket_id, kind=Wish.SITS_OUT, by_host=True).delete()
        run_sheets.touch(sheet, now=now)
    take_in(event, by=by, now=now)


def concern(event: Event, number: int, *, ticket_id: int, table: int, instead_of: int | None = None) -> Concern:
    """What speaks against this change by hand, both tables looked at."""
    found = _open_round(event, number)
    tables = tables_of(found)
    here = next((at for at, people in tables.items() if ticket_id in people), None)
    joins = _pairs_with(ticket_id, tables.get(table, set()) - {instead_of})
    if instead_of is not None and here is not None:
        joins |= _pairs_with(instead_of, tables[here] - {ticket_id})
    return Concern(frozenset(joins & apart.pairs(event.pk)), frozenset(joins & met_besides(found)))


def move(event: Event, number: int, *, ticket_id: int, table: int, by: str, now: dt.datetime) -> None:
    """Put somebody at another table of a round not yet closed; a table that is empty then is gone."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        seat = _seat(_open_round(event, number), ticket_id)
        if seat.group.table == table:
            return
        _seat_at(seat, table)
        Group.objects.filter(round=seat.round, seats__isnull=True).delete()
        run_sheets.touch(sheet, now=now)
        journal.note(event, by=by, sentence=f"put somebody at another table in round {number}")


def swap(event: Event, number: int, *, ticket_id: int, other_id: int, by: str, now: dt.datetime) -> None:
    """Let two people change places in a round not yet closed. For two at one table it changes nothing."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        found = _open_round(event, number)
        one, other = _seat(found, ticket_id), _seat(found, other_id)
        if one.group_id == other.group_id:
            return
        here, there = one.group.table, other.group.table
        _seat_at(one, there)
        _seat_at(other, here)
        run_sheets.touch(sheet, now=now)
        journal.note(event, by=by, sentence=f"let two people change places in round {number}")


def present(event: Event) -> set[int]:
    """Who (tickets' ids) is in the room and wants a seat: checked in, not gone, not sitting out. Three queries."""
    here = set(Ticket.objects.for_event(event.pk).checked_in().values_list("pk", flat=True))
    gone = Seat.objects.filter(round__event=event, left_at__isnull=False).values_list("ticket", flat=True)
    out = Wish.objects.filter(event=event, kind=Wish.SITS_OUT).values_list("ticket", flat=True)
    return here - set(gone) - set(out)


def tables_of(found: Round) -> dict[int, set[int]]:
    """Who sits where, by the table's number, but for those who had to go. Two queries."""
    tables: dict[int, set[int]] = {number: set() for number in found.groups.values_list("table", flat=True)}
    for number, ticket in found.seats.filter(left_at__isnull=True).values_list("group__table", "ticket"):
        tables[number].add(ticket)
    return tables


def _smallest_fitting(
    ticket: int, tables: Mapping[int, set[int]], kept_apart: set[frozenset[int]], met: set[frozenset[int]]
) -> int | None:
    fitting = [
        (len(people), sum(frozenset((ticket, one)) in met for one in people), number)
        for number, people in tables.items()
        if not any(frozenset((ticket, one)) in kept_apart for one in people)
    ]
    return min(fitting)[2] if fitting else None


def met_besides(found: Round) -> set[frozenset[int]]:
    """Who sits together in another round of the evening. One query."""
    tables: dict[int, set[int]] = {}
    others = Seat.objects.filter(round__event=found.event_id).exclude(round=found)
    for group, ticket in others.values_list("group", "ticket"):
        tables.setdefault(group, set()).add(ticket)
    return {both for people in tables.values() for one in people for both in _pairs_with(one, people - {one})}


def _pairs_with(ticket: int, others: Collection[int | None]) -> set[frozenset[int]]:
    return {frozenset((ticket, one)) for one in others if one is not None}


def _open_round(event: Event, number: int) -> Round:
    found = Round.objects.for_event(event.pk).filter(number=number).exclude(state=Round.CLOSED).first()
    if found is None:
        raise NetworkingRefused("This round is over, so its tables stay.")
    return found


def _seat(found: Round, ticket_id: int) -> Seat:
    seat = Seat.objects.filter(round=found, ticket=ticket_id).select_related("group", "round").first()
    if seat is None:
        raise NetworkingRefused(NOT_SEATED)
    return seat


def _seat_at(seat: Seat, table: int) -> None:
    group, _ = Group.objects.get_or_create(round=seat.round, table=table)
    Seat.objects.filter(pk=seat.pk).update(group=group)


def _sit_out(event: Event, ticket_id: int, *, now: dt.datetime) -> None:
    wish = {"event": event, "ticket_id": ticket_id, "kind": Wish.SITS_OUT, "other": None}
    Wish.objects.get_or_create(**wish, defaults={"by_host": True, "said_at": now})
