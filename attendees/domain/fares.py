"""What a place costs on another date: the price there, what was paid already, and the difference either way."""

from typing import Any

from attendees.models import SignUp
from events.models import Event
from foundation.lib.money import Money


def price_at(sign_up: SignUp, event: Event) -> Money:
    """Of one place. A guest of the host stays one; a code counts wherever it is good for every evening."""
    if sign_up.way == SignUp.HOST:
        return sign_up.price
    voucher = sign_up.voucher
    return voucher.price(event.price) if voucher and voucher.event_id is None else event.price


def way_at(sign_up: SignUp, event: Event) -> str:
    """How the place is paid for there; at the door only where it was so here and may be there."""
    if sign_up.way == SignUp.HOST:
        return SignUp.HOST
    if not price_at(sign_up, event) and not paid(sign_up):
        return SignUp.FREE
    return SignUp.DOOR if sign_up.way == SignUp.DOOR and event.pay_at_door else SignUp.CARD


def paid(sign_up: SignUp) -> Money:
    """What was paid by card for one of its places and moves along with it."""
    return sign_up.price if sign_up.way == SignUp.CARD else Money(0, sign_up.currency)


def difference(sign_up: SignUp, event: Event) -> Money:
    """More to pay by card for one place there, or (below zero) what comes back."""
    if way_at(sign_up, event) != SignUp.CARD:
        return Money(0, sign_up.currency)
    return price_at(sign_up, event) - paid(sign_up)


def terms(sign_up: SignUp, event: Event) -> dict[str, Any]:
    """How a sign-up that follows this one on another date is paid for: fields of SignUp."""
    return {
        "way": way_at(sign_up, event),
        "price_amount": price_at(sign_up, event).amount,
        "credit_amount": paid(sign_up).amount,
        "voucher": sign_up.voucher,
        "moved_from": sign_up,
    }
