"""What the planner must know of an evening, read in a constant number of queries. Pure data comes out."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from attendees.domain import appearances, sectors
from attendees.models import Ticket
from events.models import Event
from networking.domain import apart, asks, look_outs, tonight
from networking.domain.wishes import together
from networking.models import Round, Seat, Wish

Pair = frozenset[int]
Said = tuple[str, int, int | None]  # a wish: its kind, whose, and about whom
Places = Mapping[int, int]  # the table of each ticket

HALF_AS_FRESH = dt.timedelta(days=60)
STALE = 0.05  # below it, an earlier meeting counts no more


@dataclass(frozen=True)
class Guest:
    """Somebody who is in the room and wants a seat. `is_new`: planned without memory of past evenings."""

    ticket: int
    holder: int | None = None
    sector: str = ""
    is_first_timer: bool = False
    stays: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class Evening:
    """Whom to plan for, and what to mind; people are tickets' ids.

    `played` are the rounds that stay as they are, in order, the live one last. `told` are the tables that people have
    seen of the rounds to come, by how many rounds ahead (0 is the next). `history`: how fresh an earlier meeting is.
    `friends` sit together in the first round; `greeted` as well if it is to come, and later once at least; `wanted`,
    who asks and who can answer, once if that can be had.
    """

    guests: tuple[Guest, ...]
    played: tuple[Places, ...] = ()
    told: Mapping[int, Places] = field(default_factory=dict)
    history: Mapping[Pair, float] = field(default_factory=dict)
    blocked: frozenset[Pair] = frozenset()
    friends: frozenset[Pair] = frozenset()
    greeted: frozenset[Pair] = frozenset()
    wanted: frozenset[Pair] = frozenset()


def read(event: Event, *, now: dt.datetime) -> Evening:
    """The evening as it is now, people in a fixed order."""
    rounds = list(Round.objects.for_event(event.pk))
    seats = list(Seat.objects.filter(round__event=event).values_list("round", "group__table", "ticket", "left_at"))
    gone = {ticket for _, _, ticket, left_at in seats if left_at}
    wishes = list(Wish.objects.filter(event=event).values_list("kind", "ticket", "other"))
    guests = _guests(event, wishes, gone)
    here, kept_apart = {guest.ticket for guest in guests}, apart.pairs(event.pk)
    places = {one.pk: {ticket: table for pk, table, ticket, _ in seats if pk == one.pk} for one in rounds}
    drafts = [one for one in rounds if one.state == Round.DRAFT]
    begun = [one for one in rounds if one.state != Round.DRAFT]
    shows_next = tonight.tells_next(begun[-1] if begun else None, now=now)
    return Evening(
        guests=guests,
        played=tuple(places[one.pk] for one in rounds if one.state != Round.DRAFT and places[one.pk]),
        told={ahead: places[one.pk] for ahead, one in enumerate(drafts) if one.is_told or (shows_next and not ahead)},
        history=_history(event, guests),
        blocked=_among(here, kept_apart),
        friends=_among(here, together(event.pk, kept_apart=kept_apart)),
        greeted=_among(here, map(frozenset, look_outs.agreed(event.pk, kept_apart=kept_apart))),
        wanted=_among(here, map(frozenset, asks.wanted_pairs(event.pk, kept_apart=kept_apart))),
    )


def _guests(event: Event, wishes: Sequence[Said], gone: set[int]) -> tuple[Guest, ...]:
    said = {kind: {ticket for one, ticket, _ in wishes if one == kind} for kind, _ in Wish.KINDS}
    found = Ticket.objects.for_event(event.pk).checked_in().annotate(sector=sectors.of_ticket()).order_by("pk")
    rows = list(found.values_list("pk", "holder", "sector", "been_before_at"))
    rows = [row for row in rows if row[0] not in said[Wish.SITS_OUT] | gone]
    new = appearances.newcomers([holder for _, holder, *_ in rows if holder], event=event)
    return tuple(
        Guest(
            ticket=ticket,
            holder=holder,
            sector=sector or "",
            is_first_timer=holder in new and been_before_at is None,
            stays=ticket in said[Wish.STAYS],
            is_new=ticket in said[Wish.AS_NEW],
        )
        for ticket, holder, sector, been_before_at in rows
    )


def _history(event: Event, guests: Iterable[Guest]) -> dict[Pair, float]:
    """How fresh the last meeting of each two at an earlier evening of the series is: 1 just now, ½ after two months."""
    of_holder = {guest.holder: guest.ticket for guest in guests if guest.holder and not guest.is_new}
    met = Seat.objects.filter(
        round__event__series=event.series_id,
        round__event__starts_at__lt=event.starts_at,
        round__state=Round.CLOSED,
        ticket__holder__in=list(of_holder),
    ).exclude(round__event=event)
    groups: dict[int, tuple[dt.datetime, list[int]]] = {}
    for group, starts_at, holder in met.values_list("group", "round__event__starts_at", "ticket__holder"):
        groups.setdefault(group, (starts_at, []))[1].append(of_holder[holder])
    fresh: dict[Pair, float] = {}
    for starts_at, people in groups.values():
        weight = round(0.5 ** ((event.starts_at - starts_at) / HALF_AS_FRESH), 3)
        for both in combinations(people, 2):
            fresh[frozenset(both)] = max(weight, fresh.get(frozenset(both), 0.0))
    return {both: weight for both, weight in fresh.items() if weight >= STALE}


def _among(here: set[int], pairs: Iterable[Pair]) -> frozenset[Pair]:
    return frozenset(both for both in pairs if both <= here)
