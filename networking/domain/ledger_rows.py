"""What the evenings of a series left behind, read for the ledger: eleven queries, however many evenings and people."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, Q

from attendees.domain import retention, sectors
from attendees.models import PastAttendance, Ticket
from events.models import Event, Series
from networking.domain import feedback, ties
from networking.models import Ask, Feedback, Promise, Round, Seat

Person = int  # the holder's id; of somebody known by name only, the ticket's id below zero
Counts = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True)
class Guest:
    """Somebody who came to an evening. `is_new`: nothing shows them at an earlier one of the series."""

    person: Person
    sector: str
    is_new: bool


@dataclass(frozen=True)
class Rows:
    """All by event id, the evenings oldest first. `guests` and the pairs of `ties` are by ticket id.

    `asks` are (answered, all), `promises` (sent, no longer needed, all), `again` (would come again, said).
    `coming` are people with a place at an evening that is not over.
    """

    events: list[Event]
    guests: Mapping[int, Mapping[int, Guest]]
    tables: Mapping[int, list[list[int]]]
    ties: Mapping[int, set[frozenset[int]]]
    asks: Counts
    promises: Counts
    again: Counts
    coming: frozenset[Person]


def load(series: Series, *, now: dt.datetime) -> Rows:
    """The evenings that have begun and of which we still know who met whom (24 months)."""
    kept = Event.objects.filter(series=series, starts_at__gt=retention.months_ago(now), starts_at__lte=now)
    events = list(kept.published().order_by("starts_at"))
    ids = [event.pk for event in events]
    return Rows(
        events=events,
        guests=_guests(series, ids),
        tables=_tables(ids),
        ties=ties.confirmed_at(ids),
        asks=_counts(Ask, ids, Q(state=Ask.ANSWERED)),
        promises=_counts(Promise, ids, Q(state=Promise.SENT), Q(state=Promise.DROPPED)),
        again=_again(ids),
        coming=_coming(series, now=now),
    )


def _guests(series: Series, ids: Collection[int]) -> dict[int, dict[int, Guest]]:
    """Three queries. Nobody is new at the first evening of a series that we know of."""
    all_came = Ticket.objects.filter(event__series=series).checked_in()
    first = all_came.aggregate(first=Min("event__starts_at"))["first"]
    noted = PastAttendance.objects.filter(series=series)
    any_noted = noted.exists()
    was_seen = Exists(
        all_came.filter(holder=OuterRef("holder"), event__starts_at__lt=OuterRef("event__starts_at"))
    ) | Exists(
        noted.filter(Q(date__isnull=True) | Q(date__lt=OuterRef("event__starts_at__date")), profile=OuterRef("holder"))
    )
    came = all_came.filter(event__in=ids).order_by().annotate(sector=sectors.of_ticket(), was_seen=was_seen)
    found: dict[int, dict[int, Guest]] = {pk: {} for pk in ids}
    columns = ("pk", "event", "holder", "sector", "was_seen", "been_before_at", "event__starts_at")
    for pk, event, holder, sector, was_seen, said, starts_at in came.values_list(*columns):
        is_new = holder is not None and not was_seen and said is None and (any_noted or starts_at > first)
        found[event][pk] = Guest(holder or -pk, sector or "", is_new)
    return found


def _tables(ids: Collection[int]) -> dict[int, list[list[int]]]:
    """Who sat at one table in one round that was played; who had left before it is not there."""
    stayed = Q(left_at__isnull=True) | Q(left_at__gt=F("round__starts_at"))
    seats = Seat.objects.filter(stayed, round__event__in=ids).exclude(round__state=Round.DRAFT)
    groups: dict[tuple[int, int], list[int]] = {}
    for event, group, ticket in seats.values_list("round__event", "group", "ticket"):
        groups.setdefault((event, group), []).append(ticket)
    found: dict[int, list[list[int]]] = {pk: [] for pk in ids}
    for (event, _), tickets in groups.items():
        found[event].append(tickets)
    return found


def _counts(model: type[Ask] | type[Promise], ids: Collection[int], *of: Q) -> dict[int, tuple[int, ...]]:
    """How many of each kind, and of all, by event."""
    kinds = {f"kind_{number}": Count("pk", filter=one) for number, one in enumerate(of)}
    found = model._base_manager.filter(event__in=ids).order_by().values("event").annotate(**kinds, total=Count("pk"))
    return {event: tuple(counts) for event, *counts in found.values_list("event", *kinds, "total")}


def _again(ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Of evenings of which the host may know (networking.domain.feedback)."""
    said = feedback.counted().filter(event__in=ids).order_by().values("event")
    found = said.annotate(yes=Count("pk", filter=Q(again=Feedback.YES)), said=Count("again"))
    rows = found.values_list("event", "yes", "said")
    return {event: (yes, said) for event, yes, said in rows if said >= feedback.FEWEST}


def _coming(series: Series, *, now: dt.datetime) -> frozenset[Person]:
    ahead = Ticket.objects.valid().filter(event__series=series, event__ends_at__gt=now, holder__isnull=False)
    return frozenset(ahead.exclude(event__state=Event.CANCELLED).values_list("holder_id", flat=True))
