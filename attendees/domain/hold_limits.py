"""How many places one address (IP) may take or let lapse. The numbers are settings."""

import datetime as dt

from django.conf import settings

from attendees.domain.refused import AttendeeRefused
from attendees.domain.wishes import Wish, fingerprint
from attendees.models import SignUp, Ticket, TicketQuerySet
from events.models import Event

HOUR = dt.timedelta(hours=1)
FEWEST = 4  # one sign-up of the largest size is always possible


def check(event: Event, wish: Wish, *, now: dt.datetime) -> None:
    """Raises AttendeeRefused when this address kept too many places unpaid, or takes a tenth of the room in an hour."""
    if not wish.address:
        return
    ours = Ticket.objects.filter(sign_up__address_hash=fingerprint(wish.address))
    if wish.way(event) == SignUp.CARD:
        _check_lapsed(ours, now=now)
        taken = ours.for_event(event.pk).filter(state=Ticket.HELD, held_until__gt=now, sign_up__way=SignUp.CARD)
        taken = taken.exclude(sign_up__email=wish.buyer_email)  # a newer hold replaces those
    else:
        taken = ours.for_event(event.pk).filter(sign_up__created_at__gt=now - HOUR).exclude(sign_up__way=SignUp.CARD)
    if taken.count() + len(wish.people) > _most(event):
        raise AttendeeRefused("Many places were taken from your network just now. Please try again in an hour.")


def _check_lapsed(ours: TicketQuerySet, *, now: dt.datetime) -> None:
    lapsed = ours.filter(state=Ticket.EXPIRED, sign_up__way=SignUp.CARD, sign_up__created_at__gt=now - HOUR)
    if lapsed.values("sign_up").distinct().count() >= settings.LAPSED_HOLDS_PER_ADDRESS_PER_HOUR:
        raise AttendeeRefused("Several places were kept from here and not paid. Please try again in an hour.")


def _most(event: Event) -> int:
    return max(FEWEST, int(event.places.capacity * settings.HOLD_SHARE_PER_ADDRESS))
