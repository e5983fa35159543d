"""Places set aside for a code: one that came by it and is free again goes back to them, as long as the code is good.

So whoever came by a code and what is left of its reserve are together never fewer than what was set aside, except where
its own people took a place elsewhere. Locks: tickets, then codes, then Places.
"""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count

from attendees.models import SignUp, Ticket
from events.domain import vouchers


def give_back(event_id: int, ticket_ids: Collection[int], *, now: dt.datetime) -> int:
    """How many places of these tickets, live no longer and locked, went back to reserves: all others are free."""
    came = Ticket.objects.filter(pk__in=ticket_ids, sign_up__voucher__event=event_id, sign_up__voucher__set_aside__gt=0)
    by_code = came.order_by("sign_up__voucher").values_list("sign_up__voucher").annotate(Count("pk"))
    return sum(_refill(voucher_id, event_id, count, now=now) for voucher_id, count in by_code)


def use(sign_up: SignUp, count: int) -> int:
    """How many of `count` places of a late payer are there in the reserve of the code that they came by."""
    if sign_up.voucher_id is None:
        return 0
    return vouchers.use_left(sign_up.voucher_id, event_id=sign_up.event_id, count=count)


def _refill(voucher_id: int, event_id: int, count: int, *, now: dt.datetime) -> int:
    voucher = vouchers.hold(voucher_id)
    live = Ticket.objects.for_event(event_id).filter(sign_up__voucher=voucher_id).live().count()
    lacking = voucher.set_aside - voucher.reserved - live
    return vouchers.put_back(voucher, min(count, lacking)) if voucher.is_open(now) and lacking > 0 else 0
