"""The wishes of one evening as its team sees them: who is never at one table with whom, who sits with whom, who stays.

Only hosts see it; helpers by link never do.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from attendees.models import Ticket
from events.domain import journal
from events.models import Event
from networking.domain import blocks
from networking.domain.refused import NetworkingRefused
from networking.models import Block, Wish

BLOCK, WISH = "block", "wish"
WORDS = dict(Wish.KINDS)
ABOUT_TWO = (Wish.APART, Wish.TOGETHER)
DESK_KINDS = (Wish.APART, Wish.TOGETHER, Wish.STAYS, Wish.SITS_OUT, Wish.AS_NEW)


@dataclass(frozen=True)
class Entry:
    """One line: `row` and `pk` say which row it is. `lasts`: for good, not this evening only."""

    row: str
    pk: int
    kind: str
    one: str
    other: str
    by_host: bool
    lasts: bool = False

    @property
    def words(self) -> str:
        return WORDS[self.kind]

    @property
    def key(self) -> str:
        """What a page's button names: "block-7"."""
        return f"{self.row}-{self.pk}"


def people(event: Event) -> list[Ticket]:
    """Whom a wish can be about: everybody with a place, by name."""
    return list(Ticket.objects.for_event(event.pk).valid().order_by("name", "pk"))


def entries(event: Event) -> list[Entry]:
    """Every block between two of this evening's people, then its wishes, in the order in which they were said."""
    here = dict(Ticket.objects.for_event(event.pk).valid().filter(holder__isnull=False).values_list("holder", "name"))
    blocked = Block.objects.filter(by__in=here, against__in=here).order_by("pk")
    wished = Wish.objects.filter(event=event, kind__in=DESK_KINDS).select_related("ticket", "other").order_by("pk")
    return [
        Entry(BLOCK, one.pk, Wish.APART, here[one.by_id], here[one.against_id], one.by_host, lasts=True)
        for one in blocked
    ] + [
        Entry(WISH, one.pk, one.kind, one.ticket.name, one.other.name if one.other else "", one.by_host)
        for one in wished
    ]


def enter(event: Event, *, kind: str, one: Ticket, other: Ticket | None, by: str, now: dt.datetime) -> None:
    """Save what a host was told. Raises NetworkingRefused for a pair without two different people."""
    if kind in ABOUT_TWO and (other is None or other.pk == one.pk):
        raise NetworkingRefused("Choose two different people.")
    with transaction.atomic():
        if kind == Wish.APART and other is not None:
            blocks.enter(one, other, now=now)
        else:
            about = other if kind in ABOUT_TWO else None
            said = {"by_host": True, "said_at": now}
            Wish.objects.get_or_create(event=event, ticket=one, kind=kind, other=about, defaults=said)
        journal.note(event, by=by, sentence="entered a wish for the tables")


def remove(event: Event, *, row: str, pk: int, by: str) -> None:
    """It holds no longer, whoever said it. Twice is harmless; what is not of this evening's people stays."""
    if not any((entry.row, entry.pk) == (row, pk) for entry in entries(event)):
        return
    with transaction.atomic():
        if row == BLOCK:
            blocks.remove(pk)
        else:
            Wish.objects.filter(pk=pk).delete()
        journal.note(event, by=by, sentence="took back a wish for the tables")
