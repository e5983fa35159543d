"""What becomes of questions, offers, look-outs and wishes when their place is given back, given away or moved.

A question goes along to the new date; who could help with it here stays behind. What somebody said of a place that is
somebody else's now goes.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q

from attendees.models import Ticket
from networking.domain import answerers, apart, asks, look_outs_told
from networking.models import Answerer, Ask, LookOut, Wish


def carry_out(now: dt.datetime) -> int:
    """Bring all rows in step with their tickets; returns how many changed. Twice is harmless."""
    return _leave_given() + _move_along(now) + _close_gone(now) + _free_look_outs(now) + answerers.part(now)


def _move_along(now: dt.datetime) -> int:
    """Open questions of places that were moved, to the date where they are valid now."""
    moved = Ask.objects.open().filter(ticket__state=Ticket.CANCELLED, ticket__moved_to__state=Ticket.VALID)
    gone = moved.select_related("ticket__moved_to").order_by("pk")
    for asked in gone:
        with transaction.atomic():
            _take_to(asked, asked.ticket.moved_to, now=now)
    return len(gone)


def _take_to(asked: Ask, ticket: Ticket, *, now: dt.datetime) -> None:
    taken = set(Ask.objects.open().filter(ticket=ticket).values_list("number", flat=True))
    free = next((number for number in range(1, asks.MOST + 1) if number not in taken), None)
    if free is None:
        asks.withdraw(asked, now=now)
        return
    Answerer.objects.filter(ask=asked).delete()
    Ask.objects.open().filter(pk=asked.pk).update(ticket=ticket, event=ticket.event_id, number=free, hidden_at=None)


def _close_gone(now: dt.datetime) -> int:
    """Questions of places that were given back, or moved to where they are not valid either."""
    gone = Ask.objects.open().filter(ticket__state=Ticket.CANCELLED).exclude(ticket__moved_to__state=Ticket.VALID)
    gone = gone.exclude(ticket__moved_to__state=Ticket.HELD)
    return Ask.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).update(state=Ask.CLOSED, ended_at=now)


def _leave_given() -> int:
    """What was said before a place was given away was said by somebody else."""
    said = ((Ask, "ticket", "asked_at"), (Answerer, "ticket", "said_at"), (LookOut, "regular", "said_at"))
    rows = [
        model._base_manager.filter(**{f"{whose}__given_at__gt": F(at)})
        for model, whose, at in (*said, (Wish, "ticket", "said_at"))
    ]
    with transaction.atomic():
        look_outs_told.take_back(LookOut.objects.filter(regular__given_at__gt=F("said_at")))
        return sum(found.delete()[0] for found in rows)


def _free_look_outs(now: dt.datetime) -> int:
    """A regular whose newcomer is not coming, or whom a block parts, is willing again; one who is not coming is not."""
    found = LookOut.objects.filter(state__in=[LookOut.PROPOSED, LookOut.AGREED], event__ends_at__gt=now)
    with transaction.atomic():
        alone = found.filter(Q(pk__in=_blocked(found)) | ~Q(pk__in=LookOut.objects.paired().values("pk")))
        look_outs_told.take_back(alone)
        freed = alone.update(state=LookOut.WILLING, newcomer=None, said_at=now)
        away = LookOut.objects.exclude(state=LookOut.WITHDRAWN).filter(regular__state=Ticket.CANCELLED)
        return freed + away.update(state=LookOut.WITHDRAWN, newcomer=None, said_at=now)


def _blocked(look_outs: Iterable[LookOut]) -> list[int]:
    pairs = {one.pk: (one.event_id, frozenset((one.regular_id, one.newcomer_id))) for one in look_outs}
    kept_apart = {event_id: apart.pairs(event_id) for event_id, _ in pairs.values()}
    return [pk for pk, (event_id, pair) in pairs.items() if pair in kept_apart[event_id]]
