"""The people of one evening in figures, for its host; two queries, whatever their number."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, Count, Q, When

from attendees.domain import appearances, door_money, sectors
from attendees.models import Ticket
from events.models import Event


@dataclass(frozen=True)
class Glance:
    """`coming` have a valid place, `kept` are places somebody is paying for now, `offered` are kept for who waited,
    `inside` are checked in.

    `to_pay` of those coming pay at the door and have not yet. `sectors` are (label, people), most first; `unsaid` of
    those coming named none.
    """

    coming: int
    kept: int
    offered: int
    inside: int
    to_pay: int
    first_timers: int
    access_needs: int
    sectors: tuple[tuple[str, int], ...]
    unsaid: int


def of(event: Event, *, now: dt.datetime) -> Glance:
    coming = kept = offered = inside = to_pay = needs = 0
    named: Counter[str] = Counter()
    for state, waited, sector, owes, count, came, needing in _groups(event, now=now):
        if state == Ticket.HELD:
            kept, offered = (kept, offered + count) if waited else (kept + count, offered)
            continue
        coming, inside, needs = coming + count, inside + came, needs + needing
        to_pay += count if owes else 0
        named[sector or ""] += count
    unsaid = named.pop("", 0)
    return Glance(
        coming=coming,
        kept=kept,
        offered=offered,
        inside=inside,
        to_pay=to_pay,
        first_timers=appearances.first_timers(event).count(),
        access_needs=needs,
        sectors=tuple((sectors.LABELS.get(sector, sector), count) for sector, count in named.most_common()),
        unsaid=unsaid,
    )


def _groups(event: Event, *, now: dt.datetime) -> list[tuple[str, bool, str | None, bool, int, int, int]]:
    """(state, offered by the waiting list, sector, owes at the door, tickets, checked in, access needs)."""
    alive = Ticket.objects.for_event(event.pk).live().exclude(Q(state=Ticket.HELD, held_until__lte=now)).order_by()
    waited = Q(sign_up__waited_as__isnull=False)
    found = alive.annotate(
        sector=sectors.of_ticket(),
        owes=Case(When(door_money.OWING, then=True), default=False),
        waited=Case(When(waited, then=True), default=False),
    )
    grouped = found.values_list("state", "waited", "sector", "owes")
    return list(grouped.annotate(Count("pk"), Count("checked_in_at"), Count("access_need")))
