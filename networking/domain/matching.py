"""Whom the host may propose for a private question: nobody from the same employer, party or a blocked pair."""

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
    """Who may be proposed, those of the sector asked about first; at most six queries, whatever their number."""
    said_no = set(Answerer.objects.filter(ask=ask, state=Answerer.DECLINED).values_list("ticket", flat=True))
    hidden = said_no | apart.hidden_from(ask.ticket)
    people = _everybody(ask.event_id)
    asker = people.pop(ask.ticket_id, None)
    if asker is None:
        return []
    found = [one for pk, one in people.items() if pk not in hidden and _may_help(one, asker)]
    wanted = ask.get_sector_display()
    return sorted(found, key=lambda one: not wanted or one.sector != wanted)


def about(ticket: Ticket) -> Candidate | None:
    """One person as the asker sees them before saying yes."""
    return _everybody(ticket.event_id).get(ticket.pk)


def _may_help(other: Candidate, asker: Candidate) -> bool:
    same_party = other.ticket.sign_up_id == asker.ticket.sign_up_id
    return not same_party and not employers.same(other.employer, asker.employer)


def _everybody(event_id: int) -> dict[int, Candidate]:
    """Whoever has a valid place, by ticket and in the order of names; three queries."""
    tickets = list(Ticket.objects.for_event(event_id).valid().order_by("name", "pk"))
    said = Card.objects.filter(profile__in={ticket.holder_id for ticket in tickets if ticket.holder_id})
    cards = {pk: (employer, can_help) for pk, employer, can_help in said.values_list("profile", "employer", "can_help")}
    works_in = sectors.of_evening(event_id)
    return {
        ticket.pk: Candidate(
            ticket, sectors.LABELS.get(works_in.get(ticket.pk, ""), ""), *cards.get(ticket.holder_id or 0, ("", ""))
        )
        for ticket in tickets
    }
