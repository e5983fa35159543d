"""Regulars who look out for somebody new. Nobody else moves a LookOut.

A regular says they would; the sweep, or the host by hand, finds them a first-timer who is coming; the first-timer says
yes please or no thank you. Only then does the regular learn who it is.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from attendees.domain import appearances, reminders, sectors
from attendees.domain.appearances import Appearances
from attendees.models import Ticket
from events.models import Event
from foundation.lib import compiled, states
from networking.domain import apart, look_outs_told
from networking.domain.refused import NetworkingRefused
from networking.models import Ask, LookOut, Wish

REGULAR = 2  # evenings before this one
ARRIVALS = dt.timedelta(minutes=30)
NOT_A_REGULAR = "This is for people who have been here at least twice."
GONE = "This has changed in the meantime. Please look again."


@dataclass(frozen=True)
class Offered:
    """What a first-timer sees of who would look out for them: a first name, and how often they have come."""

    look_out: LookOut
    name: str
    came: int

    @property
    def is_agreed(self) -> bool:
        return self.look_out.state == LookOut.AGREED


def is_open(event: Event, *, now: dt.datetime) -> bool:
    """Whether a regular is still asked: half an hour into the evening who is new has found somebody."""
    return now < event.starts_at + ARRIVALS


def can_offer(ticket: Ticket) -> bool:
    """Whether this ticket's person has come often enough; three queries."""
    return _came([ticket], ticket.event).get(ticket.pk, 0) >= REGULAR


def offer(ticket: Ticket, *, now: dt.datetime) -> None:
    """A regular would look out for somebody new; twice is harmless. Raises NetworkingRefused for who is new too."""
    if not can_offer(ticket):
        raise NetworkingRefused(NOT_A_REGULAR)
    made = LookOut(event=ticket.event, regular=ticket, said_at=now)
    LookOut.objects.bulk_create([made], ignore_conflicts=True)
    LookOut.objects.filter(regular=ticket, state=LookOut.WITHDRAWN).update(state=LookOut.WILLING, said_at=now)


def take_back(ticket: Ticket, *, now: dt.datetime) -> None:
    """They would rather not; twice is harmless. A newcomer whom they had is free for another regular."""
    with transaction.atomic():
        standing = LookOut.objects.filter(regular=ticket).exclude(state=LookOut.WITHDRAWN)
        told = look_outs_told.both(standing)
        standing.update(state=LookOut.WITHDRAWN, newcomer=None, said_at=now)
        reminders.take_back(ticket.event, told)


def propose(look_out: LookOut, *, newcomer: Ticket, now: dt.datetime) -> None:
    """Find this regular a first-timer, who is asked on their page. The same again is the same.

    Raises NetworkingRefused when either has been found somebody in the meantime, a block keeps them apart, or the
    first-timer wants nobody.
    """
    if look_out.newcomer_id == newcomer.pk:
        return
    if _is_free(look_out, newcomer) and _match(look_out, newcomer, now=now):
        return
    if not LookOut.objects.filter(pk=look_out.pk, newcomer=newcomer).exists():  # else another tap was first
        raise NetworkingRefused(GONE)


def agree(newcomer: Ticket, *, now: dt.datetime) -> None:
    """The first-timer says yes please; twice is harmless. Raises NetworkingRefused when the regular took it back."""
    with transaction.atomic():
        found = LookOut.objects.paired().filter(newcomer=newcomer)
        if found.filter(state=LookOut.PROPOSED).update(state=LookOut.AGREED, said_at=now):
            reminders.take_back(newcomer.event, look_outs_told.both(found))
        if not found.filter(state=LookOut.AGREED).exists():
            raise NetworkingRefused(GONE)


def decline(newcomer: Ticket, *, now: dt.datetime) -> None:
    """No, thank you: nobody else is found for them this evening, and the regular is free again. Twice is harmless."""
    with transaction.atomic():
        wish = Wish(event_id=newcomer.event_id, ticket=newcomer, kind=Wish.NO_LOOK_OUT, said_at=now)
        Wish.objects.bulk_create([wish], ignore_conflicts=True)
        found = LookOut.objects.filter(newcomer=newcomer, state__in=[LookOut.PROPOSED, LookOut.AGREED])
        told = look_outs_told.both(found)
        found.update(state=LookOut.WILLING, newcomer=None, said_at=now)
        reminders.take_back(newcomer.event, told)


def agreed(event_id: int, *, kept_apart: Collection[frozenset[int]] | None = None) -> list[tuple[int, int]]:
    """(regular's ticket, newcomer's ticket) where both said yes, blocks left out; for the planner and the door.

    `kept_apart` are the pairs of networking.domain.apart, from a caller who has read them already.
    """
    found = LookOut.objects.paired().filter(event=event_id, state=LookOut.AGREED).order_by("pk")
    kept_apart = apart.pairs(event_id) if kept_apart is None else kept_apart
    pairs = found.values_list("regular_id", "newcomer_id")
    return [(regular, new) for regular, new in pairs if new and frozenset((regular, new)) not in kept_apart]


def of_regular(ticket: Ticket) -> LookOut | None:
    """What a regular said; None when nothing, or taken back."""
    return LookOut.objects.standing().filter(regular=ticket).exclude(state=LookOut.WITHDRAWN).first()


def newcomer_of(ticket: Ticket) -> Ticket | None:
    """The first-timer for whom this regular looks out, once both said yes."""
    found = LookOut.objects.paired().filter(regular=ticket, state=LookOut.AGREED).select_related("newcomer").first()
    return None if found is None or found.newcomer_id in apart.hidden_from(ticket) else found.newcomer


def for_newcomer(ticket: Ticket) -> Offered | None:
    """Who would look out for this first-timer, or does."""
    found = OF_NEWCOMER.first(ticket.pk)
    if found is None or found.regular_id in apart.hidden_from(ticket):
        return None
    return Offered(found, found.regular.first_name, _came([found.regular], ticket.event).get(found.regular_id, 0))


def _of_newcomer(ticket: int) -> QuerySet[LookOut]:
    return LookOut.objects.paired().filter(newcomer=ticket).select_related("regular").order_by("pk")


OF_NEWCOMER = compiled.Query(_of_newcomer)


def listed(event_id: int) -> list[LookOut]:
    """For the host: what regulars said, with both people, by the regular's name."""
    found = LookOut.objects.standing().filter(event=event_id).exclude(state=LookOut.WITHDRAWN)
    return list(found.select_related("regular", "newcomer").order_by("regular__name", "pk"))


def pair_up(now: dt.datetime) -> int:
    """Find first-timers for regulars who are willing, at evenings to come; returns how many pairs. Twice is fine."""
    willing = LookOut.objects.standing().filter(state=LookOut.WILLING, event__ends_at__gt=now)
    events = Event.objects.filter(pk__in=willing.values("event"), state=Event.PUBLISHED).select_related("series")
    return sum(_pair_up(event, now=now) for event in events)


def waiting(event: Event) -> list[Ticket]:
    """First-timers of an evening for whom nobody looks out yet, and who did not say that they want nobody."""
    return list(Ticket.objects.filter(pk__in=_waiting(event)).order_by("pk"))


def _pair_up(event: Event, *, now: dt.datetime) -> int:
    regulars = LookOut.objects.standing().filter(event=event, state=LookOut.WILLING).order_by("said_at", "pk")
    kept_apart, left, pairs = apart.pairs(event.pk), waiting(event), 0
    suits = _suiting(event.pk)
    for look_out in regulars.select_related("regular", "event__series"):
        regular = look_out.regular
        possible = [
            new for new in left if _may_meet(regular, new) and frozenset((regular.pk, new.pk)) not in kept_apart
        ]
        if possible:
            chosen = min(possible, key=lambda new: (suits(regular.pk, new.pk), new.pk))
            left.remove(chosen)
            pairs += _propose(look_out, chosen, now=now)
    return pairs


def _suiting(event_id: int) -> Callable[[int, int], int]:
    """How well a regular suits a newcomer, 0 best: the same sector, then the one that their open question is about."""
    works_in = sectors.of_evening(event_id)
    asked = Ask.objects.shown().filter(event=event_id).exclude(sector="").values_list("ticket_id", "sector")
    asked_about = dict(asked)

    def rank(regular: int, new: int) -> int:
        theirs = works_in.get(regular)
        return 2 if not theirs else 0 if theirs == works_in.get(new) else 1 if theirs == asked_about.get(new) else 2

    return rank


def _may_meet(regular: Ticket, new: Ticket) -> bool:
    """Nobody needs looking out for by the person who brought them."""
    return regular.sign_up_id != new.sign_up_id


def _waiting(event: Event) -> set[int]:
    found_already = LookOut.objects.paired().filter(event=event).values("newcomer")
    want_nobody = Wish.objects.filter(event=event, kind=Wish.NO_LOOK_OUT).values("ticket")
    new = appearances.first_timers(event).exclude(pk__in=found_already).exclude(pk__in=want_nobody)
    return set(new.values_list("pk", flat=True))


def _came(tickets: Sequence[Ticket], event: Event) -> dict[int, int]:
    """On how many evenings of the series each of these people came before this one."""
    known: Appearances = appearances.of([ticket.holder_id for ticket in tickets if ticket.holder_id], event=event)
    return {ticket.pk: len(known.days.get(ticket.holder_id or 0, ())) for ticket in tickets}


def _is_free(look_out: LookOut, newcomer: Ticket) -> bool:
    return newcomer.pk in _waiting(look_out.event) and newcomer.pk not in apart.hidden_from(look_out.regular)


def _match(look_out: LookOut, newcomer: Ticket, *, now: dt.datetime) -> bool:
    """Whether both were still free."""
    try:
        with transaction.atomic():
            states.move(look_out, LookOut.PROPOSED, newcomer=newcomer, said_at=now)
    except (states.Stale, IntegrityError):
        return False
    return True


def _propose(look_out: LookOut, newcomer: Ticket, *, now: dt.datetime) -> bool:
    """Whether it was done; somebody who was quicker is no trouble."""
    try:
        propose(look_out, newcomer=newcomer, now=now)
    except NetworkingRefused:
        return False
    return True
