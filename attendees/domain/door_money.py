"""Whether what a sign-up owes at the door was taken. The till calls this; people's lists and the door read it."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from attendees.models import SignUp

# For queries of tickets, the same as SignUp.owes.
OWING = Q(sign_up__way=SignUp.DOOR, sign_up__price_amount__gt=0, sign_up__paid_at_door_at__isnull=True)


def mark_paid(sign_ups: Iterable[SignUp], *, now: dt.datetime) -> None:
    """In the transaction that takes the money."""
    SignUp.objects.filter(pk__in=[one.pk for one in sign_ups], way=SignUp.DOOR).update(paid_at_door_at=now)


def mark_unpaid(sign_up: SignUp) -> None:
    """The money was not taken after all."""
    SignUp.objects.filter(pk=sign_up.pk).update(paid_at_door_at=None)
