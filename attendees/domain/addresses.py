"""Another e-mail address for a sign-up, proved by a code that is mailed there."""

import datetime as dt

from django.db import transaction

from attendees.domain import consents, letters, profiles, seats
from attendees.models import SignUp
from events.domain import journal
from foundation.lib import mailed_codes
from foundation.lib.mailed_codes import Attempt


def begin(sign_up: SignUp, *, email: str, now: dt.datetime) -> Attempt:
    """Mail a code of six digits to the new address."""
    attempt, code = mailed_codes.begin(email, purpose=_purpose(sign_up))
    place = sign_up.tickets.order_by("seat")[0]
    letters.address_code(place, email=attempt.email, code=code, until=now + mailed_codes.LASTS, now=now)
    return attempt


def try_code(attempt: Attempt, sign_up: SignUp, typed: str) -> bool:
    """Whether `typed` is the mailed code; uses up one try."""
    return mailed_codes.try_code(attempt, typed, purpose=_purpose(sign_up))


def change(sign_up: SignUp, *, email: str, now: dt.datetime) -> None:
    """Make a proved address the sign-up's, with new codes, and send the tickets there. Twice changes nothing more.

    Whoever got the mail at the old address can open, manage and show nothing any more, and is told so.
    """
    if email == sign_up.email:
        return
    with transaction.atomic():
        buyer = profiles.find_and_lock(email=email, name=sign_up.name)
        sign_up.refresh_from_db(fields=["email", "issue", "manage_hash"])
        old = sign_up.email
        if email == old:  # another tap was first
            return
        letters.address_left(sign_up, now=now)
        mine = list(sign_up.tickets.select_for_update().filter(email__in=["", old]).order_by("pk"))
        consents.go_along(sign_up, to=buyer, now=now)
        sign_up.buyer, sign_up.email, sign_up.wish_key = buyer, email, None  # the old page asked for the old address
        sign_up.save(update_fields=["buyer", "email", "wish_key"])
        seats.reissue_sign_up(sign_up)
        for ticket in mine:
            if ticket.email:
                ticket.email, ticket.holder = email, None
                ticket.save(update_fields=["email", "holder"])
            ticket.sign_up = sign_up
            seats.reissue(ticket)
            if ticket.is_live:
                seats.seat_by_address(ticket)
        letters.resent(sign_up.tickets.valid(), email=email, now=now)
        journal.note(sign_up.event, by=sign_up.name, sentence="gave another e-mail address for their places")


def _purpose(sign_up: SignUp) -> str:
    return f"address|{sign_up.pk}"
