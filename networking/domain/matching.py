"""Whom the host may propose for a private question: nobody from the same employer, party or a blocked pair."""

from collections.abc import Mapping
from dataclasses import dataclass

from attendees.domain import sectors
from attendees.models import Ticket
from networking.domain import apart, employers
from networking.models import Answerer, Ask, Card


@dataclass(frozen=True)
class Candidate:
    """Somebody with a place and what they said of themselves; `employer` is for the asker, to recognise a colleague."""

    ticket: Ticket
    sector: str
    employer: str
    can_help: str

    def __str__(self) -> str:
        said = ", ".join(words for words in (self.ticket.name, self.sector) if words)
        return f"{said}: {self.can_help}" if self.can_help else said


def for_private(ask: Ask) -> list[Candidate]:
    """Who may be proposed, those of the sector asked about first; at most five queries, whatever their number."""
    said_no = Answerer.objects.filter(ask=ask, state=Answerer.DECLINED).values("ticket")
    tickets = Ticket.objects.for_event(ask.event_id).valid().select_related("sign_up", "holder__card")
    sectors_said = sectors.of_evening(ask.event_id)
    people = [_candidate(ticket, sectors_said) for ticket in tickets.exclude(pk__in=said_no).order_by("name", "pk")]
    asker = next((one for one in people if one.ticket.pk == ask.ticket_id), None)
    if asker is None:
        return []
    hidden = apart.hidden_from(ask.ticket)
    found = [one for one in people if one.ticket.pk not in hidden and _may_help(one, asker)]
    return sorted(found, key=lambda one: not ask.sector or sectors_said.get(one.ticket.pk) != ask.sector)


def about(ticket: Ticket) -> Candidate:
    """One person as the asker sees them before saying yes."""
    return _candidate(ticket, sectors.of_evening(ticket.event_id))


def _may_help(other: Candidate, asker: Candidate) -> bool:
    same_party = other.ticket.sign_up_id == asker.ticket.sign_up_id
    return not same_party and not employers.same(other.employer, asker.employer)


def _candidate(ticket: Ticket, sectors_said: Mapping[int, str]) -> Candidate:
    card: Card | None = getattr(ticket.holder, "card", None)
    sector = sectors.LABELS.get(sectors_said.get(ticket.pk, ""), "")
    return Candidate(ticket, sector, card.employer if card else "", card.can_help if card else "")
