"""What somebody wishes for the tables of one evening: to stay put, to sit out, to sit with a friend in round 1.

The only module that writes a Wish of a person's own; a host's are networking.domain.wishes_desk.
"""

import datetime as dt
from dataclasses import dataclass

from attendees.domain import here
from attendees.models import Ticket
from networking.domain import apart
from networking.domain.refused import NetworkingRefused
from networking.models import Wish

ALONE = (Wish.STAYS, Wish.SITS_OUT, Wish.AS_NEW)


@dataclass(frozen=True)
class Friend:
    """Somebody I would like to sit with in round 1. Who they are is told by their letters until both have said it."""

    ticket: Ticket
    is_agreed: bool

    @property
    def called(self) -> str:
        return self.ticket.first_name if self.is_agreed else f"the person with the letters {self.ticket.letters}"


def of_ticket(ticket: Ticket) -> set[str]:
    """Which of ALONE this ticket's person wishes."""
    return set(Wish.objects.filter(ticket=ticket, kind__in=ALONE).values_list("kind", flat=True))


def say(ticket: Ticket, *, kind: str, now: dt.datetime) -> None:
    """One of ALONE, for this evening. Twice is harmless. Raises NetworkingRefused when the evening is over."""
    _check_not_over(ticket, now=now)
    if kind not in ALONE:
        raise ValueError(f"{kind} is about somebody else, or unknown")
    _save(ticket, kind, None, now=now)


def take_back(ticket: Ticket, *, kind: str) -> None:
    """One of ALONE, whoever entered it. Twice is harmless."""
    Wish.objects.filter(ticket=ticket, kind=kind, other__isnull=True).delete()


def company(ticket: Ticket) -> list[Ticket]:
    """Who came with the same sign-up and could be wished for, by seat; nobody never to be brought together."""
    others = Ticket.objects.valid().filter(sign_up=ticket.sign_up_id, event=ticket.event_id)
    wished = Wish.objects.filter(ticket=ticket, kind=Wish.TOGETHER).values("other")
    return list(others.exclude(pk__in={ticket.pk} | apart.hidden_from(ticket)).exclude(pk__in=wished).order_by("seat"))


def friends(ticket: Ticket) -> list[Friend]:
    """Whom this person wished to sit with in round 1."""
    wished = Wish.objects.filter(ticket=ticket, kind=Wish.TOGETHER).select_related("other__sign_up")
    hers = [wish.other for wish in wished.order_by("pk") if wish.other]
    back = set(Wish.objects.filter(other=ticket, kind=Wish.TOGETHER).values_list("ticket", flat=True))
    hidden = apart.hidden_from(ticket)
    return [
        Friend(other, (other.pk in back or other.sign_up_id == ticket.sign_up_id) and other.pk not in hidden)
        for other in hers
    ]


def find_friend(ticket: Ticket, *, letters: str) -> Ticket:
    """The place of this evening with these letters of its code. Raises NetworkingRefused for none, and for one's own.

    Names are not asked for: whether somebody has a place is for nobody to try out.
    """
    found = here.ticket_by_letters(ticket.event, letters)
    if found is None or found.state != Ticket.VALID:
        raise NetworkingRefused("No place of this evening has these letters. They stand on your friend’s ticket.")
    if found.pk == ticket.pk:
        raise NetworkingRefused("These are your own letters. Enter those of your friend’s ticket.")
    return found


def ask_together(ticket: Ticket, *, other: Ticket, now: dt.datetime) -> None:
    """To be at one table in round 1: counts at once within a sign-up, else when the other says it too.

    Twice is harmless. Raises NetworkingRefused when the evening is over, and for a place of another.
    """
    _check_not_over(ticket, now=now)
    if other.event_id != ticket.event_id or other.pk == ticket.pk:
        raise NetworkingRefused("Choose somebody else who has a place at this evening.")
    _save(ticket, Wish.TOGETHER, other, now=now)


def stop_together(ticket: Ticket, *, other_id: int) -> None:
    """Twice is harmless."""
    Wish.objects.filter(ticket=ticket, kind=Wish.TOGETHER, other=other_id).delete()


def together(event_id: int, *, kept_apart: set[frozenset[int]] | None = None) -> set[frozenset[int]]:
    """The pairs of valid tickets (ids) that are at one table in round 1. One query when `kept_apart` is known.

    It counts when both said it, when both are of one sign-up, or when a host entered it; never for two who are not to
    be brought together.
    """
    live = Wish.objects.filter(event=event_id, kind=Wish.TOGETHER, other__isnull=False)
    standing = live.filter(ticket__state=Ticket.VALID, other__state=Ticket.VALID)
    rows = standing.values_list("ticket", "other", "ticket__sign_up", "other__sign_up", "by_host")
    said = {(one, other): one_order == other_order or by_host for one, other, one_order, other_order, by_host in rows}
    agreed = {frozenset(pair) for pair, counts in said.items() if counts or pair[::-1] in said}
    return agreed - (apart.pairs(event_id) if kept_apart is None else kept_apart)


def _save(ticket: Ticket, kind: str, other: Ticket | None, *, now: dt.datetime) -> None:
    Wish.objects.get_or_create(
        event_id=ticket.event_id, ticket=ticket, kind=kind, other=other, defaults={"said_at": now}
    )


def _check_not_over(ticket: Ticket, *, now: dt.datetime) -> None:
    if ticket.event.is_over(now):
        raise NetworkingRefused("The evening is over.")
