"""Two who are kept apart since the tables were made: parted in every round that has not begun.

One of the two changes places with somebody at another table: few move, and tables keep their size. A live round stays
as it is: they have seen each other, and a sudden move would tell why.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Set

from django.db import transaction

from attendees.models import Ticket
from events.domain import journal
from events.models import Event
from networking.domain import apart, run_sheets, seats
from networking.models import Round, Seat, Wish

Pairs = Set[frozenset[int]]
Tables = Mapping[int, Set[int]]
NOBODY = 0


def part(event: Event, *, now: dt.datetime) -> None:
    """Part every pair that is kept apart, in all drafts of an evening. Twice is harmless.

    Whom no table fits has no seat in that round, and the host's page says so.
    """
    drafts = Round.objects.for_event(event.pk).filter(state=Round.DRAFT)
    if not drafts.exists():
        return
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        kept_apart = apart.pairs(event.pk)
        stay = set(Wish.objects.filter(event=event, kind=Wish.STAYS).values_list("ticket", flat=True))
        changed = [found.number for found in drafts if _part(found, kept_apart, stay)]
        if changed:
            run_sheets.touch(sheet, now=now)
            numbers = ", ".join(str(number) for number in changed)
            journal.note(event, by=seats.BY_ITSELF, sentence=f"changed a table or two of round {numbers}")


def share_a_table(one: Ticket, other: Ticket) -> bool:
    """Whether two people sit together in the round that is on. One query."""
    live = Seat.objects.filter(round__event=one.event_id, round__state=Round.LIVE, left_at__isnull=True)
    return live.filter(ticket=one, group__seats__in=live.filter(ticket=other)).exists()


def _part(found: Round, kept_apart: Pairs, stay: Collection[int]) -> bool:
    """Whether anybody had to move."""
    before = seats.tables_of(found)
    after = parted(before, kept_apart=kept_apart, met=seats.met_besides(found), stay=stay)
    was, now = _by_person(before), _by_person(after)
    groups = dict(found.groups.values_list("table", "pk"))
    for ticket in was:
        if ticket not in now:
            Seat.objects.filter(round=found, ticket=ticket).delete()
        elif now[ticket] != was[ticket]:
            Seat.objects.filter(round=found, ticket=ticket).update(group=groups[now[ticket]])
    return was != now


def parted(tables: Tables, *, kept_apart: Pairs, met: Pairs, stay: Collection[int]) -> dict[int, set[int]]:
    """The tables (of tickets' ids) with no pair of `kept_apart` at any; who fits nowhere is at none.

    An exchange goes before a move to a fuller table; whoever is in `stay` moves last; of the rest, those move who have
    `met` fewest of their new neighbours.
    """
    found = {number: set(people) for number, people in tables.items()}
    for one, other, here in _together(found, kept_apart):
        if not {one, other} <= found[here]:
            continue  # an exchange before has parted them
        ways = [way for mover in (one, other) for way in _ways(mover, here, found, kept_apart, met, stay)]
        if ways:
            _, mover, partner, there = min(ways)
            found[here] = (found[here] - {mover}) | ({partner} - {NOBODY})
            found[there] = (found[there] - {partner}) | {mover}
        else:
            found[here] -= {other}
    return found


def _ways(
    mover: int, here: int, tables: Tables, kept_apart: Pairs, met: Pairs, stay: Collection[int]
) -> Iterator[tuple[tuple[int, ...], int, int, int]]:
    """(cost, mover, partner, table) of each exchange, and move (partner NOBODY), that leaves no conflict behind."""
    left = tables[here] - {mover}
    for there in tables.keys() - {here}:
        for partner in (NOBODY, *tables[there]):
            pairs = _pairs(mover, tables[there] - {partner})
            if partner != NOBODY:
                pairs |= _pairs(partner, left)
            if not pairs & kept_apart:
                size = len(tables[there]) if partner == NOBODY else 0
                yield ((mover in stay) + (partner in stay), size, len(pairs & met)), mover, partner, there


def _pairs(one: int, others: Collection[int]) -> set[frozenset[int]]:
    return {frozenset((one, other)) for other in others}


def _together(tables: Tables, kept_apart: Pairs) -> list[tuple[int, int, int]]:
    found = []
    for number, people in tables.items():
        pairs = (tuple(sorted(pair)) for pair in kept_apart if pair <= people)
        found += [(pair[0], pair[1], number) for pair in pairs]
    return sorted(found)


def _by_person(tables: Tables) -> dict[int, int]:
    return {ticket: number for number, people in tables.items() for ticket in people}
