"""Who can help with a question. Nobody else moves an Answerer.

An open question: somebody offers, and may take it back. A private one: the host proposes one person, its asker says yes
to them, then they, who are shown the topic only, say yes or a silent no; then both see each other's first name.
"""

import datetime as dt

from django.db import IntegrityError, transaction

from attendees.models import Ticket
from foundation.lib import states
from networking.domain import apart, matching
from networking.domain.refused import NetworkingRefused
from networking.models import Answerer, AnswererQuerySet, Ask

GONE = "This question is not open any more."
NOT_THEM = "They cannot be asked about this question."
ONE_AT_A_TIME = "Somebody is being asked about this question already."
BEING_ASKED = (Answerer.PROPOSED, Answerer.ACCEPTED, Answerer.AGREED)


def offer(ask: Ask, *, ticket: Ticket, now: dt.datetime) -> None:
    """Somebody can help with an open question of the same evening; twice is harmless. Raises NetworkingRefused.

    A question that its asker ended, the host hid or a block keeps from them is simply not open any more.
    """
    if not is_for(ask, ticket):
        raise NetworkingRefused(GONE)
    Answerer.objects.bulk_create([Answerer(ask=ask, ticket=ticket, said_at=now)], ignore_conflicts=True)
    Answerer.objects.filter(ask=ask, ticket=ticket, state=Answerer.WITHDRAWN).update(
        state=Answerer.OFFERED, said_at=now
    )


def is_for(ask: Ask, ticket: Ticket) -> bool:
    """Whether the person of a ticket may see this question and is not its asker."""
    shown = Ask.objects.shown().filter(pk=ask.pk, event=ticket.event_id).exclude(ticket=ticket)
    return shown.exists() and ask.ticket_id not in apart.hidden_from(ticket)


def take_back(ask: Ask, *, ticket: Ticket, now: dt.datetime) -> None:
    """They cannot help after all; twice is harmless, and whoever never offered takes nothing back."""
    offered = Answerer.objects.filter(ask=ask, ticket=ticket, state=Answerer.OFFERED)
    offered.update(state=Answerer.WITHDRAWN, said_at=now)


def propose(ask: Ask, *, ticket: Ticket, now: dt.datetime) -> Answerer:
    """The host thinks of one person for a private question; they know nothing yet. Twice is the same proposal.

    Raises NetworkingRefused for an ended question, a colleague, a friend of the same sign-up, a blocked pair, somebody
    who was asked before, and while another person is being asked.
    """
    with transaction.atomic():
        # Two hosts who propose at once do it one after the other.
        Ask.objects.select_for_update(no_key=True).filter(pk=ask.pk).first()
        standing = current(ask)
        if standing and standing.ticket_id == ticket.pk:
            return standing
        if not Ask.objects.standing().filter(pk=ask.pk, is_private=True).exists():
            raise NetworkingRefused(GONE)
        if ticket.pk not in {person.ticket.pk for person in matching.for_private(ask)}:
            raise NetworkingRefused(NOT_THEM)
        try:
            with transaction.atomic():
                made, _ = Answerer.objects.update_or_create(
                    ask=ask, ticket=ticket, defaults={"state": Answerer.PROPOSED, "said_at": now, "accepted_at": None}
                )
        except IntegrityError as another:
            raise NetworkingRefused(ONE_AT_A_TIME) from another
    return made


def accept(proposed: Answerer, *, now: dt.datetime) -> None:
    """The asker says yes: the other is shown the topic from now on. Raises NetworkingRefused when it is too late."""
    _move(proposed, Answerer.ACCEPTED, said_at=now, accepted_at=now)


def agree(accepted: Answerer, *, now: dt.datetime) -> None:
    """The other says yes too: both see each other's first name. Raises NetworkingRefused when it is too late."""
    _move(accepted, Answerer.AGREED, said_at=now)


def decline(answerer: Answerer, *, now: dt.datetime) -> None:
    """The asker's no to a proposal, or the other's silent no; twice is harmless."""
    if answerer.state in (Answerer.PROPOSED, Answerer.ACCEPTED):
        _move(answerer, Answerer.DECLINED, said_at=now)


def withdraw(answerer: Answerer, *, now: dt.datetime) -> None:
    """The host takes a proposal back, while neither has been shown to the other; later is too late and does nothing."""
    Answerer.objects.filter(pk=answerer.pk, state=Answerer.PROPOSED).update(state=Answerer.WITHDRAWN, said_at=now)


def part(now: dt.datetime) -> int:
    """Who is being asked about a private question and is kept apart from its asker since, is not asked any more; how
    many. To both it looks as it does already, and the host may think of somebody else. Twice is harmless.
    """
    asked = Answerer.objects.filter(ask__in=Ask.objects.open(), state__in=BEING_ASKED).select_related("ask")
    kept_apart = {event_id: apart.pairs(event_id) for event_id in {one.ask.event_id for one in asked}}
    gone = [one.pk for one in asked if frozenset((one.ask.ticket_id, one.ticket_id)) in kept_apart[one.ask.event_id]]
    return Answerer.objects.filter(pk__in=gone, state__in=BEING_ASKED).update(state=Answerer.WITHDRAWN, said_at=now)


def current(ask: Ask) -> Answerer | None:
    """The one person being asked about a private question, or who agreed."""
    return Answerer.objects.standing().filter(ask=ask, state__in=BEING_ASKED).select_related("ticket").first()


def last(ask: Ask) -> Answerer | None:
    """As its asker sees it: whom the host proposed last and they have not said no to themselves.

    Accepted and then silently declined looks like accepted. None when there is nobody, or a block came between.
    """
    found = Answerer.objects.standing().filter(ask=ask).exclude(state__in=[Answerer.OFFERED, Answerer.WITHDRAWN])
    found = found.exclude(state=Answerer.DECLINED, accepted_at__isnull=True).order_by("-said_at", "-pk")
    one = found.select_related("ticket").first()
    return None if one is None or one.ticket_id in apart.hidden_from(ask.ticket) else one


def asked_of(ticket: Ticket) -> AnswererQuerySet:
    """Private questions whose asker said yes to this person: ACCEPTED show the topic, AGREED the first name too."""
    found = Answerer.objects.standing().filter(ticket=ticket, state__in=[Answerer.ACCEPTED, Answerer.AGREED])
    found = found.filter(ask__in=Ask.objects.standing()).exclude(ask__ticket__in=apart.hidden_from(ticket))
    return found.select_related("ask__ticket").order_by("pk")


def was_asked(ticket: Ticket, ask_id: int) -> bool:
    """Whether the topic of this private question was shown to them once, whatever they or others said since."""
    return Answerer.objects.standing().filter(ask=ask_id, ticket=ticket, accepted_at__isnull=False).exists()


def _move(answerer: Answerer, to: str, *, said_at: dt.datetime, **times: dt.datetime) -> None:
    if answerer.state == to:
        return
    try:
        states.move(answerer, to, said_at=said_at, **times)
    except states.Stale as late:
        if not Answerer.objects.filter(pk=answerer.pk, state=to).exists():  # else another tap was first
            raise NetworkingRefused(GONE) from late
        answerer.state = to
