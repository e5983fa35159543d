"""Who may see what of whom: the one place that every list, table, swap and page of people asks.

A first name is said in every room. The rest of a card is shown by its owner's one choice only, and never to somebody
who is not to be brought together with them (networking.domain.apart).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from attendees.models import SignUp, Ticket
from foundation.lib import names
from networking.domain import apart
from networking.models import Card, Round, Seat

TABLES_SEE = dt.timedelta(days=14)  # after the evening, as long as two can ask each other for a swap
SECTORS, YEARS = dict(SignUp.SECTORS), dict(SignUp.YEARS)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one person is shown of another: "" for what is not said or not for them. Sector and years in words.

    `photo_code` is the address of the picture (networking:photo).
    """

    first_name: str
    role: str = ""
    sector: str = ""
    years: str = ""
    can_help: str = ""
    photo_code: str = ""

    @property
    def says_more(self) -> bool:
        """Whether there is anything but the name."""
        return bool(self.role or self.sector or self.years or self.can_help or self.photo_code)

    @property
    def work(self) -> str:
        """ "Project manager · Health and care · 1 to 3 years in the job"."""
        years = f"{self.years} in the job" if self.years else ""
        return " · ".join(part for part in (self.role, self.sector, years) if part)


def by(viewer: Ticket, tickets: Iterable[int], *, now: dt.datetime) -> dict[int, Seen]:
    """Of these tickets (ids), what the person of `viewer` may see: {ticket id: Seen}, in the order of first names.

    Only valid tickets of the same evening are in it, and none of somebody never to be brought together with them.
    Five queries at most, however many tickets. `viewer` comes with its event.
    """
    return _seen(viewer, Q(pk__in=tickets), now=now)


def who_said_hello(viewer: Ticket, *, now: dt.datetime) -> dict[int, Seen]:
    """As `by`, of those who show their card to every ticket holder of this evening and say something on it.

    Nobody when the evening is over; never the viewer themselves.
    """
    if viewer.event.is_over(now):
        return {}
    found = _seen(viewer, Q(holder__card__seen_by=Card.HOLDERS) & ~Q(pk=viewer.pk), now=now)
    return {pk: seen for pk, seen in found.items() if seen.says_more}


def at_my_tables(viewer: Ticket, *, now: dt.datetime) -> dict[int, Seen]:
    """As `by`, of everybody this person has sat with at this evening, for two weeks after it. Not the viewer."""
    if now >= viewer.event.ends_at + TABLES_SEE:
        return {}
    return _seen(viewer, Exists(_same_table(viewer)) & ~Q(pk=viewer.pk), now=now)


def by_host(event_id: int) -> list[Seen]:
    """What the hosts of an evening see of the people coming, by name: the whole name stands as `first_name`."""
    coming = Ticket.objects.for_event(event_id).valid().filter(holder__isnull=False)
    names = dict(coming.order_by("name", "pk").values_list("holder", "name"))
    cards = _cards({holder for holder in names if holder})
    found = [whole(cards[holder], first_name=name) for holder, name in names.items() if holder in cards]
    return [seen for seen in found if seen.says_more]


def at_tables(tickets: Iterable[int]) -> dict[int, Seen]:
    """Of these tickets (ids), what those at one table with them may see during a round, by their owners' choice.

    For pages of one person only, and not of tables that are no more than planned; the caller leaves out who is kept
    apart. Two queries.
    """
    found = Ticket.objects.filter(pk__in=tickets, holder__isnull=False)
    holders = {pk: (holder or 0, name) for pk, holder, name in found.values_list("pk", "holder", "name")}
    cards = _cards({holder for holder, _ in holders.values()})
    shown = {pk: (cards[holder], name) for pk, (holder, name) in holders.items() if holder in cards}
    return {
        pk: whole(card, first_name=names.first(name)) for pk, (card, name) in shown.items() if card.seen_by != Card.HOST
    }


def whole(card: Card, *, first_name: str) -> Seen:
    """All that the card's owner could ever show to anybody; of an employer, a number and a page nothing."""
    return Seen(
        first_name=first_name,
        role=card.role,
        sector=SECTORS.get(card.profile.sector, ""),
        years=YEARS.get(card.profile.years, ""),
        can_help=card.can_help,
        photo_code=card.photo_code if card.has_photo else "",
    )


def _seen(viewer: Ticket, tickets: Q, *, now: dt.datetime) -> dict[int, Seen]:
    here = Ticket.objects.for_event(viewer.event_id).valid().filter(tickets).exclude(pk__in=apart.hidden_from(viewer))
    people = list(here.annotate(was_at_table=Exists(_same_table(viewer))).order_by("name", "pk"))
    cards = _cards({ticket.holder_id for ticket in people if ticket.holder_id})
    return {
        ticket.pk: _one(ticket, cards.get(ticket.holder_id or 0), viewer, was_at_table=ticket.was_at_table, now=now)
        for ticket in people
    }


def _same_table(viewer: Ticket) -> QuerySet[Seat]:
    """For a ticket: its seats beside the viewer in a round that is played or was."""
    beside = Seat.objects.filter(ticket=OuterRef("pk"), group__seats__ticket=viewer.pk)
    return beside.exclude(round__state=Round.DRAFT)


def _one(ticket: Ticket, card: Card | None, viewer: Ticket, *, was_at_table: bool, now: dt.datetime) -> Seen:
    """Everybody sees their own card whole."""
    if card and (ticket.pk == viewer.pk or _is_open(card, viewer, was_at_table=was_at_table, now=now)):
        return whole(card, first_name=ticket.first_name)
    return Seen(first_name=ticket.first_name)


def _is_open(card: Card, viewer: Ticket, *, was_at_table: bool, now: dt.datetime) -> bool:
    """By its owner's choice: for ticket holders until the evening is over, for the tables also some days after."""
    if card.seen_by == Card.HOLDERS and not viewer.event.is_over(now):
        return True
    return card.seen_by != Card.HOST and was_at_table and now < viewer.event.ends_at + TABLES_SEE


def _cards(people: set[int]) -> dict[int, Card]:
    """Of these profiles (ids) by profile, without the pictures themselves; none of who asked to be erased."""
    found = Card.objects.filter(profile__in=people, profile__erase_asked_at__isnull=True)
    return {card.profile_id: card for card in found.without_picture().select_related("profile")}
