"""Whether what a sign-up owes at the door was taken. The till calls this; people's lists and the door read it."""

import datetime as dt
from collections.abc import Iterable

from attendees.models import SignUp


def mark_paid(sign_ups: Iterable[SignUp], *, now: dt.datetime) -> None:
    """In the transaction that takes the money."""
    SignUp.objects.filter(pk__in=[one.pk for one in sign_ups], way=SignUp.DOOR).update(paid_at_door_at=now)


def mark_unpaid(sign_up: SignUp) -> None:
    """The money was not taken after all."""
    SignUp.objects.filter(pk=sign_up.pk).update(paid_at_door_at=None)
