"""Who gets mail about a sign-up: its buyer, and each companion who has an e-mail of their own."""

from collections.abc import Iterable
from dataclasses import dataclass

from attendees.models import SignUp, Ticket
from foundation.lib import names


@dataclass(frozen=True)
class Addressee:
    """One person's address with the tickets that a mail to it speaks of, their own first.

    `ways_in` opens this person's page: the buyer's is the sign-up's, with every place, a companion's their ticket's.
    """

    sign_up: SignUp
    email: str
    name: str
    tickets: tuple[Ticket, ...]
    ways_in: SignUp | Ticket

    @property
    def ticket(self) -> Ticket:
        """Their own, or of several without an address the first."""
        return self.tickets[0]

    @property
    def others(self) -> tuple[Ticket, ...]:
        return self.tickets[1:]

    @property
    def is_buyer(self) -> bool:
        return self.email == self.sign_up.email

    @property
    def key(self) -> str:
        """Tells the people of one sign-up apart in the keys of their mails."""
        return f"sign_up-{self.sign_up.pk}" if self.is_buyer else f"ticket-{self.ticket.pk}"

    @property
    def first_name(self) -> str:
        return names.first(self.name)

    @property
    def person_id(self) -> int | None:
        return self.sign_up.buyer_id if self.is_buyer else self.ticket.holder_id


def gather(tickets: Iterable[Ticket]) -> list[tuple[SignUp, list[Ticket]]]:
    """Tickets by sign-up, read again with all that a mail may say; two queries whatever their number."""
    wanted = {ticket.pk: ticket.sign_up_id for ticket in tickets}
    sign_ups = load(sorted(set(wanted.values())))
    return [(sign_up, [ticket for ticket in sign_up.tickets.all() if ticket.pk in wanted]) for sign_up in sign_ups]


def load(ids: list[int]) -> list[SignUp]:
    rows = SignUp.objects.filter(pk__in=ids).select_related(
        "event__series", "event__venue", "buyer", "moved_from", "kept_from__sign_up"
    )
    return list(rows.prefetch_related("tickets").order_by("pk"))


def of(sign_up: SignUp, tickets: Iterable[Ticket]) -> list[Addressee]:
    """The buyer, with all of `tickets`, and each companion with an address, with theirs.

    A buyer who gave no address at the door gets no mail.
    """
    chosen = sorted(tickets, key=lambda ticket: (not _is_buyers(ticket), ticket.seat))
    return [*_buyer(sign_up, chosen), *companions(sign_up, chosen)]


def apart(sign_up: SignUp, tickets: Iterable[Ticket]) -> list[Addressee]:
    """Each person with their own: the buyer answers only for those of `tickets` who have no address."""
    chosen = sorted(tickets, key=lambda ticket: ticket.seat)
    own = [ticket for ticket in chosen if _is_buyers(ticket)]
    return [*_buyer(sign_up, own), *companions(sign_up, chosen)]


def each_once(people: Iterable[Addressee]) -> list[Addressee]:
    """One mail per address, whatever the number of sign-ups behind it: about the first."""
    first: dict[str, Addressee] = {}
    for to in people:
        first.setdefault(to.email, to)
    return list(first.values())


def buyer(sign_up: SignUp, tickets: Iterable[Ticket]) -> Addressee:
    """The buyer about these tickets, whoever holds them."""
    return Addressee(sign_up, sign_up.email, sign_up.name, tuple(tickets), sign_up)


def companions(sign_up: SignUp, tickets: Iterable[Ticket]) -> list[Addressee]:
    """Those among `tickets` who have an address of their own, each once."""
    theirs: dict[str, list[Ticket]] = {}
    for ticket in tickets:
        if ticket.email and ticket.email != sign_up.email:
            theirs.setdefault(ticket.email, []).append(ticket)
    return [Addressee(sign_up, email, own[0].name, tuple(own), own[0]) for email, own in theirs.items()]


def _buyer(sign_up: SignUp, chosen: list[Ticket]) -> list[Addressee]:
    """None without an address, or without any of the chosen tickets."""
    return [buyer(sign_up, chosen)] if sign_up.email and chosen else []


def _is_buyers(ticket: Ticket) -> bool:
    return ticket.email in ("", ticket.sign_up.email)
