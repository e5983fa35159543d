"""Money that somebody of the team has to look at, and nothing here can settle by itself."""

import datetime as dt
import logging

from events.domain import journal
from events.models import Event
from foundation.lib.money import Money
from payments.domain import letters
from payments.models import Unmatched

log = logging.getLogger(__name__)


def note(*, key: str, what: str, now: dt.datetime, money: Money | None = None, event: Event | None = None) -> Unmatched:
    """Put it on the list and tell the team, once per `key`."""
    row, is_new = Unmatched.objects.get_or_create(
        key=key,
        defaults={
            "what": what[:300],
            "amount": money.amount if money else None,
            "currency": money.currency if money else "",
            "event": event,
            "seen_at": now,
        },
    )
    if is_new:
        log.error("money to look at", extra={"unmatched": row.pk})
        letters.money_to_look_at(row)
    return row


def settle(row: Unmatched, *, by: str, now: dt.datetime) -> None:
    """Somebody looked after it; twice keeps the first one's name."""
    settled = Unmatched.objects.filter(pk=row.pk, settled_at__isnull=True).update(settled_at=now, settled_by=by)
    if settled and row.event:
        journal.note(row.event, by=by, sentence=f"settled this about money: {row.what}")
