"""Counting the places again: what an evening says is taken, against the tickets and what codes have set aside, and who
waits, against the waiting list.
"""

import datetime as dt
import logging
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from attendees.models import Ticket, WaitingListEntry
from events.models import Places, Voucher

log = logging.getLogger(__name__)


def check(now: dt.datetime) -> int:
    """An alarm for each coming evening whose count is out of step, and nothing else; returns how many."""
    found = out_of_step(now)
    for places in found:
        log.error("places are out of step", extra=places)
    return len(found)


def out_of_step(now: dt.datetime) -> list[dict[str, Any]]:
    """`event`, `taken`, `counted`, `waiting` and `listed` of evenings not yet over where two differ; one query."""
    live = Ticket.objects.live().filter(event=OuterRef("pk")).order_by()
    tickets = live.values("event").annotate(count=Count("pk")).values("count")
    aside = Voucher.objects.filter(event=OuterRef("pk")).order_by().values("event").annotate(sum=Sum("reserved"))
    counted = Coalesce(Subquery(tickets), 0) + Coalesce(Subquery(aside.values("sum"), output_field=IntegerField()), 0)
    waiting = WaitingListEntry.objects.waiting().filter(event=OuterRef("pk")).order_by()
    listed = Coalesce(Subquery(waiting.values("event").annotate(count=Count("pk")).values("count")), 0)
    rows: Any = Places.objects.filter(event__ends_at__gt=now).annotate(counted=counted, listed=listed)
    rows = rows.exclude(counted=F("taken"), listed=F("waiting"))
    return list(rows.values("event", "taken", "counted", "waiting", "listed"))
