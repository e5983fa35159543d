"""Questions that people bring to an evening: asked, seen, answered, closed. Nobody else moves an Ask.

Who can help with one is the affair of networking.domain.answerers; what becomes of them when a place moves to another
date or to somebody else, of networking.domain.following.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Prefetch

from attendees.models import Ticket
from networking.domain import apart
from networking.domain.refused import NetworkingRefused
from networking.models import Answerer, Ask, AskQuerySet
from networking.models.whose import of_its_person

MOST = 2
CLOSES_AFTER = dt.timedelta(days=6)  # the morning after its last mail, on day 5
UNNAMED, NAMED, PRIVATE = "unnamed", "named", "private"
ENOUGH = "You have two open questions. When one is answered or withdrawn, you can ask another."
OVER = "This evening is over."


@dataclass(frozen=True)
class Question:
    """What somebody asks. `seen` is UNNAMED (by ticket holders), NAMED (with a first name) or PRIVATE (by the host)."""

    words: str
    topic: str = ""
    sector: str = ""
    seen: str = UNNAMED


@dataclass(frozen=True)
class Seen:
    """Somebody else's open question as a ticket holder sees it; `asker` is a first name, or "" when it is not shown."""

    ask: Ask
    asker: str
    helps: bool


@dataclass(frozen=True)
class Mine:
    """One's own question: how many can help, and from the evening on their first names, `coming` or `here` already."""

    ask: Ask
    count: int
    coming: tuple[str, ...] = ()
    here: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """A question as the host sees it: whose, and by whole name who can help."""

    ask: Ask
    asker: str
    helpers: tuple[str, ...]


def ask(ticket: Ticket, question: Question, *, now: dt.datetime) -> Ask:
    """Save a question of a ticket's person; the same words for the same readers are the question that stands.

    Raises NetworkingRefused when two are open already, or the evening is over or off.
    """
    if ticket.event.is_over(now) or ticket.event.is_cancelled:
        raise NetworkingRefused(OVER)
    try:
        with transaction.atomic():
            Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
            return _standing(ticket, question) or _save(ticket, question, now=now)
    except IntegrityError as same_number:
        raise NetworkingRefused(ENOUGH) from same_number


def of(ticket: Ticket) -> AskQuerySet:
    """The standing questions of a ticket's person, in their order."""
    return Ask.objects.open().asked_with(ticket).order_by("number")


def answered(asked: Ask, *, now: dt.datetime) -> None:
    """Its asker says so; twice, or after it closed, changes nothing."""
    Ask.objects.open().filter(pk=asked.pk).update(state=Ask.ANSWERED, ended_at=now)


def withdraw(asked: Ask, *, now: dt.datetime) -> None:
    """Its asker takes it back; twice is fine."""
    Ask.objects.open().filter(pk=asked.pk).update(state=Ask.CLOSED, ended_at=now)


def hide(asked: Ask, *, now: dt.datetime) -> None:
    """The host takes it off the evening's page; its asker still sees it. Twice keeps the first time."""
    Ask.objects.filter(pk=asked.pk, hidden_at__isnull=True).update(hidden_at=now)


def show(asked: Ask) -> None:
    """The host puts it back; twice is fine."""
    Ask.objects.filter(pk=asked.pk).update(hidden_at=None)


def open_for(event_id: int) -> list[Ask]:
    """What ticket holders of an evening may see, with `ticket`, oldest first; whom blocks keep from it, ask `apart`."""
    return list(Ask.objects.shown().filter(event=event_id).select_related("ticket").order_by("pk"))


def seen_by(ticket: Ticket) -> list[Seen]:
    """Other people's open questions for the person of a ticket, oldest first; at most five queries."""
    others = Ask.objects.shown().filter(event=ticket.event_id).exclude(ticket=ticket)
    others = others.exclude(ticket__in=apart.hidden_from(ticket)).select_related("ticket").order_by("pk")
    helped = set(Answerer.objects.offered().filter(ticket=ticket).values_list("ask", flat=True))
    return [Seen(one, one.ticket.first_name if one.shows_name else "", one.pk in helped) for one in others]


def mine(ticket: Ticket, *, now: dt.datetime) -> list[Mine]:
    """A ticket's own standing questions with who can help; names only once somebody is in or the evening has begun."""
    offered = Answerer.objects.offered().exclude(ticket__in=apart.hidden_from(ticket)).select_related("ticket")
    found = of(ticket).prefetch_related(Prefetch("answerers", queryset=offered.order_by("pk"), to_attr="offers"))
    named = bool(ticket.checked_in_at) or now >= ticket.event.starts_at
    return [_mine(one, named=named) for one in found]


def listed(event_id: int) -> list[Listed]:
    """Every question of an evening for its host, oldest first; two queries.

    A private one that was withdrawn or has closed is left out: its words are nobody's business any more.
    """
    offered = Answerer.objects.offered().select_related("ticket").order_by("pk")
    found = Ask.objects.filter(of_its_person("ticket", at="asked_at"), event=event_id).select_related("ticket")
    found = found.exclude(is_private=True, state=Ask.CLOSED)
    found = found.prefetch_related(Prefetch("answerers", queryset=offered, to_attr="offers")).order_by("pk")
    return [Listed(one, one.ticket.name, tuple(offer.ticket.name for offer in one.offers)) for one in found]


def wanted_pairs(event_id: int, *, kept_apart: Collection[frozenset[int]] | None = None) -> list[tuple[int, int]]:
    """(asker's ticket, helper's ticket) for the planner: open, shown to all, with somebody who said they can help.

    `kept_apart` are the pairs of networking.domain.apart, from a caller who has read them already.
    """
    offers = Answerer.objects.offered().filter(ask__in=Ask.objects.shown().filter(event=event_id))
    kept_apart = apart.pairs(event_id) if kept_apart is None else kept_apart
    pairs = offers.order_by("pk").values_list("ask__ticket_id", "ticket_id")
    return [pair for pair in dict.fromkeys(pairs) if frozenset(pair) not in kept_apart]


def close_old(now: dt.datetime) -> int:
    """After the last mail about them, open questions close; returns how many. Twice is harmless."""
    old = Ask.objects.open().filter(event__ends_at__lte=now - CLOSES_AFTER)
    return old.update(state=Ask.CLOSED, ended_at=now)


def _standing(ticket: Ticket, question: Question) -> Ask | None:
    return of(ticket).filter(words=question.words, is_private=question.seen == PRIVATE).first()


def _save(ticket: Ticket, question: Question, *, now: dt.datetime) -> Ask:
    taken = set(Ask.objects.open().filter(ticket=ticket).values_list("number", flat=True))
    free = [number for number in range(1, MOST + 1) if number not in taken]
    if not free:
        raise NetworkingRefused(ENOUGH)
    return Ask.objects.create(
        event=ticket.event,
        ticket=ticket,
        number=free[0],
        topic=question.topic,
        sector=question.sector,
        words=question.words,
        is_private=question.seen == PRIVATE,
        shows_name=question.seen == NAMED,
        asked_at=now,
    )


def _mine(asked: Ask, *, named: bool) -> Mine:
    offers: list[Answerer] = asked.offers  # type: ignore[attr-defined]  # prefetched by its caller
    people = [offer.ticket for offer in offers] if named else []
    here = tuple(ticket.first_name for ticket in people if ticket.checked_in_at)
    coming = tuple(ticket.first_name for ticket in people if not ticket.checked_in_at)
    return Mine(asked, len(offers), coming, here)
