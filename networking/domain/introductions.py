"""To whom somebody who arrives is introduced: their look-out first, then who can help with a question, then a sector.

Only from what people said for this purpose, and never a private question; a sentence names nobody's sector and nobody's
question. Nobody is introduced to their own party or to somebody whom a block keeps apart from them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from attendees.domain import sectors
from attendees.domain.door_list import Tonight
from attendees.models import Ticket
from foundation.lib import names
from networking.domain import apart, asks, look_outs
from networking.domain.sector_words import asked_about
from networking.models import Ask

MOST = 5
UNSAID = {"", "other"}


@dataclass(frozen=True)
class Suiting:
    """Tickets by number: the regular who looks out for them, if any, and the few who suit best, best first."""

    look_out: int | None = None
    meet: tuple[int, ...] = ()

    def line(self) -> dict[str, Any]:
        """What a phone at the door is told."""
        return {"look_out": self.look_out, "meet": list(self.meet)}


def of_evening(event_id: int) -> dict[int, Suiting]:
    """For each valid ticket; who of them is in, the door knows. The same number of queries for few and for many."""
    party = dict(Ticket.objects.for_event(event_id).valid().order_by("pk").values_list("pk", "sign_up_id"))
    kept_apart = apart.pairs(event_id)
    looks = look_outs.agreed(event_id, kept_apart=kept_apart)
    helps = asks.wanted_pairs(event_id, kept_apart=kept_apart)
    ways = (_both_ways(looks), _both_ways(helps), _by_sector(event_id, party))
    found = {}
    for ticket in party:
        suiting = dict.fromkeys(other for way in ways for other in way.get(ticket, ()))
        meet = [one for one in suiting if party[one] != party[ticket] and frozenset((one, ticket)) not in kept_apart]
        found[ticket] = Suiting({new: regular for regular, new in looks}.get(ticket), tuple(meet[:MOST]))
    return found


def said(tonight: Tonight, ticket: Ticket) -> str:
    """What the door says of an arrival: "Rita looks out for them." "Introduce to Tom Wh."; "" when nobody suits."""
    suiting = of_evening(tonight.event.pk).get(ticket.pk, Suiting())
    tickets, whole = [row.pk for row in tonight.rows], [row.name for row in tonight.rows]
    shown = dict(zip(tickets, names.shortened(whole), strict=True))
    inside = {row.pk for row in tonight.rows if row.is_in}
    meet = next((pk for pk in suiting.meet if pk in inside), None)
    if meet is not None and meet == suiting.look_out:
        return f"Introduce to {shown[meet]}, who looks out for them."
    look_out = f"{shown[suiting.look_out]} looks out for them." if suiting.look_out in shown else ""
    return " ".join(words for words in (look_out, f"Introduce to {shown[meet]}." if meet else "") if words)


def _both_ways(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def _by_sector(event_id: int, party: Mapping[int, int]) -> dict[int, list[int]]:
    """Of the sector that one's question is about, then of one's own; ties go round, so that not all meet the same."""
    works_in = sectors.of_evening(event_id)
    people: dict[str, list[int]] = {}
    for ticket in party:
        if works_in.get(ticket, "") not in UNSAID:
            people.setdefault(works_in[ticket], []).append(ticket)
    asked = _asked_about(event_id)
    wanted = {ticket: [*asked.get(ticket, ()), works_in.get(ticket, "")] for ticket in party}
    return {ticket: list(_round(ticket, wanted[ticket], people)) for ticket in party}


def _round(ticket: int, wanted: Iterable[str], people: Mapping[str, list[int]]) -> Iterator[int]:
    for sector in wanted:
        yield from sorted(people.get(sector, ()), key=lambda other: (other <= ticket, other))


def _asked_about(event_id: int) -> dict[int, list[str]]:
    """By ticket the sectors that its open questions, those shown to everybody, are about."""
    found: dict[int, list[str]] = {}
    shown = Ask.objects.shown().filter(event=event_id).order_by("number")
    for ticket, sector, words in shown.values_list("ticket", "sector", "words"):
        found.setdefault(ticket, []).extend([sector] if sector else asked_about(words))
    return found
