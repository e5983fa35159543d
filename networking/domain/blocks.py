""" "I'd rather not sit with …": said by somebody signed in about a person of their past tables, or entered by a host.

It holds both ways and at every evening until taken back, and the other never learns of it. For somebody known by name
only it is a wish of one evening. Who is meant by it: networking.domain.apart.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from attendees.domain import follow_up, quotes
from attendees.models import Profile, Ticket
from events.models import Event
from foundation.lib import names
from networking.domain import cards, look_outs_told, parting
from networking.domain.refused import NetworkingRefused
from networking.models import Block, LookOut, Round, Seat, Wish


@dataclass(frozen=True)
class Met:
    """Somebody of my past tables: a ticket of theirs, their first name and the latest evening at which we sat."""

    ticket: Ticket
    evenings: int

    @property
    def first_name(self) -> str:
        return self.ticket.first_name


def met_by(profile: Profile) -> list[Met]:
    """The people this person sat with, latest first, without those they said they would rather not sit with.

    Somebody who said it of *them* is still in it: a name that is missing from one's own memory would tell.
    """
    mine = Seat.objects.filter(group=OuterRef("group"), ticket__holder=profile)
    seats = Seat.objects.filter(Exists(mine)).exclude(round__state=Round.DRAFT).exclude(ticket__holder=profile)
    said = set(Block.objects.filter(by=profile).values_list("against", flat=True))
    tickets: dict[str, Ticket] = {}
    evenings: dict[str, set[int]] = {}
    for seat in seats.select_related("ticket__event").order_by("-round__event__starts_at", "ticket__name", "pk"):
        ticket = seat.ticket
        if ticket.holder_id is None or ticket.holder_id in said:
            continue
        tickets.setdefault(str(ticket.holder_id), ticket)
        evenings.setdefault(str(ticket.holder_id), set()).add(ticket.event_id)
    return [Met(ticket, len(evenings[key])) for key, ticket in tickets.items()]


@dataclass(frozen=True)
class Said:
    """One of my own blocks, with the other's first name."""

    pk: int
    called: str
    against: Profile


def said_by(profile: Profile) -> list[Said]:
    """What this person said themselves and has not taken back; what a host entered for them is the host's."""
    said = Block.objects.filter(by=profile, by_host=False)
    rows = said.select_related("against").order_by("-said_at", "pk")
    return [Said(block.pk, names.first(block.against.name), block.against) for block in rows]


def say(profile: Profile, *, about: Ticket, now: dt.datetime) -> None:
    """From now on never at the same table. Twice is harmless. Raises NetworkingRefused for somebody they never met."""
    if about.holder_id not in {met.ticket.holder_id for met in met_by(profile)} | _said_about(profile):
        raise NetworkingRefused("You can only choose somebody who sat at a table with you.")
    _enter(profile.pk, about.holder_id, by_host=False, now=now)
    _part(profile.pk, about.holder_id, now=now)


def take_back(profile: Profile, *, block_id: int) -> None:
    """They may sit together again. Twice is harmless; somebody else's stays."""
    with transaction.atomic():
        said = Block.objects.filter(pk=block_id, by=profile, by_host=False).first()
        if said:
            _end(said)


def remove(block_id: int) -> None:
    """A host takes a block back, whoever said it. Twice is harmless."""
    with transaction.atomic():
        said = Block.objects.filter(pk=block_id).first()
        if said:
            _end(said)


def enter(one: Ticket, other: Ticket, *, now: dt.datetime) -> None:
    """A host was told, or saw why: these two are never at one table, for good where both are known by an address.

    Raises NetworkingRefused for the same person, and for tickets of two evenings.
    """
    if one.event_id != other.event_id or one.pk == other.pk or (one.holder_id and one.holder_id == other.holder_id):
        raise NetworkingRefused("Choose two different people of this evening.")
    if one.holder_id and other.holder_id:
        _enter(one.holder_id, other.holder_id, by_host=True, now=now)
        _part(one.holder_id, other.holder_id, now=now)
    else:
        _enter_for_the_evening(one, other, now=now)
        parting.part(one.event, now=now)


def _part(by: int, against: int | None, *, now: dt.datetime) -> None:
    """Tables that are made already, and hold both, are changed."""
    mine, theirs = (Ticket.objects.filter(holder=person).values("event") for person in (by, against))
    for event in Event.objects.filter(pk__in=mine, ends_at__gt=now).filter(pk__in=theirs):
        parting.part(event, now=now)


def _enter(by: int, against: int | None, *, by_host: bool, now: dt.datetime) -> None:
    with transaction.atomic():
        theirs = list(Ticket.objects.filter(holder__in=[by, against]).values_list("pk", flat=True))
        follow_up.hold(theirs)
        _, made = Block.objects.get_or_create(
            by_id=by, against_id=against, defaults={"by_host": by_host, "said_at": now}
        )
        if not made and not by_host:  # what the host had entered is now their own word, to take back themselves
            Block.objects.filter(by_id=by, against_id=against).update(by_host=False)
        if made and against:
            cards.hide_photo_from(by, against)
            quotes.keep_apart(by, against)
            two = [by, against]
            look_outs_told.take_back(LookOut.objects.filter(regular__holder__in=two, newcomer__holder__in=two))
            follow_up.take_back(theirs)


def _enter_for_the_evening(one: Ticket, other: Ticket, *, now: dt.datetime) -> None:
    said = {"by_host": True, "said_at": now}
    with transaction.atomic():
        follow_up.hold([one.pk, other.pk])
        _, made = Wish.objects.get_or_create(
            event_id=one.event_id, ticket=one, kind=Wish.APART, other=other, defaults=said
        )
        if made:
            follow_up.take_back([one.pk, other.pk])


def _end(said: Block) -> None:
    """The tickets of both are held, so that a block of the other's is seen here or comes after."""
    two = [said.by_id, said.against_id]
    follow_up.hold(Ticket.objects.filter(holder__in=two).values_list("pk", flat=True))
    said.delete()
    if not Block.objects.filter(by__in=two, against__in=two).exists():
        quotes.end_apart(*two)


def _said_about(profile: Profile) -> set[int | None]:
    return set(Block.objects.filter(by=profile).values_list("against", flat=True))
