"""What people show each other in a swap: which fields there are, and what stands in them now."""

from collections.abc import Iterable
from dataclasses import dataclass

from attendees.models import Ticket
from networking.models import Card

NAME, EMAIL, PHONE, LINK, ROLE = "name", "email", "phone", "link", "role"
FIELDS = ((NAME, "Name"), (EMAIL, "E-mail"), (PHONE, "Phone"), (LINK, "Page or link"), (ROLE, "Role"))
NAMES = tuple(name for name, _ in FIELDS)


@dataclass(frozen=True)
class Details:
    """One person of an evening as another may see them. A field that is not shared, or not given, is ""."""

    ticket: Ticket
    name: str = ""
    email: str = ""
    phone: str = ""
    link: str = ""
    role: str = ""

    @property
    def first_name(self) -> str:
        return self.ticket.first_name

    @property
    def called(self) -> str:
        """The whole name when it is shared, else the first."""
        return self.name or self.first_name

    @property
    def shared(self) -> list[tuple[str, str, str]]:
        """(field, label, value) of what there is to see, in the order of FIELDS."""
        values = {name: getattr(self, name) for name in NAMES}
        return [(name, label, values[name]) for name, label in FIELDS if values[name]]


def shown(ticket: Ticket, shares: Iterable[str]) -> Details:
    """Of a ticket's person the fields `shares`, as they are now. Load it with `holder__card`: no query then."""
    card = _card(ticket)
    values = {
        NAME: ticket.name,
        EMAIL: ticket.holder.email if ticket.holder else "",
        PHONE: card.phone if card else "",
        LINK: card.link if card else "",
        ROLE: card.role if card else "",
    }
    return Details(ticket, **{name: values[name] for name in NAMES if name in set(shares)})


def everything(ticket: Ticket) -> dict[str, str]:
    """What the ticket's own person could share: field → value, "" where there is none."""
    whole = shown(ticket, NAMES)
    return {name: getattr(whole, name) for name in NAMES}


def known(shares: Iterable[str]) -> list[str]:
    """The fields among these, each once, in the order of FIELDS."""
    wanted = set(shares)
    return [name for name in NAMES if name in wanted]


def _card(ticket: Ticket) -> Card | None:
    return getattr(ticket.holder, "card", None) if ticket.holder else None
