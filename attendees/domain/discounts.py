"""What a code does for a sign-up: how many places it may still bring, and which of them were set aside for it."""

import datetime as dt

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from attendees.domain.refused import AttendeeRefused
from attendees.domain.wishes import Wish
from attendees.models import Ticket
from events.domain import vouchers
from events.domain.refused import EventRefused
from events.models import Event, Voucher


def lock(wish: Wish, *, now: dt.datetime) -> Voucher | None:
    """The wish's code, held until the caller's transaction ends; none without one.

    Raises AttendeeRefused when the code ended meanwhile or brings no more so many places.
    """
    if wish.voucher is None:
        return None
    try:
        voucher = vouchers.lock(wish.voucher, now=now)
    except EventRefused as refusal:
        raise AttendeeRefused(str(refusal)) from refusal
    left = places_left(voucher)
    if left is not None and len(wish.people) > left:
        raise AttendeeRefused(_used_up(left))
    return voucher


def places_left(voucher: Voucher) -> int | None:
    """How many places the code may still bring; None for as many as there are. A place given back counts again."""
    if voucher.most_places is None:
        return None
    return max(0, voucher.most_places - Ticket.objects.filter(sign_up__voucher=voucher).live().count())


def with_use(found: QuerySet[Voucher]) -> QuerySet[Voucher]:
    """Codes with `used`: how many places each brings at present, kept for payment ones among them."""
    live = Ticket.objects.filter(sign_up__voucher=OuterRef("pk")).live().order_by()
    count = live.values("sign_up__voucher").annotate(count=Count("pk")).values("count")
    return found.annotate(used=Coalesce(Subquery(count), 0))


def reserved(wish: Wish, *, event: Event) -> int:
    """Places of this evening that are set aside for the wish's code, as last read."""
    return wish.voucher.reserved if wish.voucher and wish.voucher.event_id == event.pk else 0


def use_reserved(voucher: Voucher | None, *, event: Event, count: int) -> int:
    """Take up to `count` of the places set aside for a locked code; returns how many need not be claimed."""
    return vouchers.use_reserved(voucher, event_id=event.pk, count=count) if voucher and count > 0 else 0


def _used_up(left: int) -> str:
    if not left:
        return "This code is used up."
    return f"This code is good for {left} more {'place' if left == 1 else 'places'}. Please take fewer."
