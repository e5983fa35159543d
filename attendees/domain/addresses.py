"""Another e-mail address for a sign-up, proved by a code that is mailed there."""

import datetime as dt
import hmac
import secrets
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.conf import settings
from django.db import transaction

from attendees.domain import consents, letters, profiles, seats
from attendees.models import SignUp
from events.domain import journal
from foundation.lib import clock

TRIES = 5
LASTS = dt.timedelta(minutes=15)


@dataclass
class Attempt:
    """What the session remembers between typing the new address and entering the code; never the code itself."""

    email: str
    digest: str
    until: str
    tries_left: int = TRIES

    @classmethod
    def read(cls, stored: dict[str, Any] | None) -> Self | None:
        return cls(**stored) if stored else None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def is_open(self) -> bool:
        return self.tries_left > 0 and clock.real_now() < dt.datetime.fromisoformat(self.until)


def begin(sign_up: SignUp, *, email: str, now: dt.datetime) -> Attempt:
    """Mail a code of six digits to the new address. Patience is real: it lasts 15 minutes of real time."""
    code = f"{secrets.randbelow(1_000_000):06}"
    email = email.lower()
    letters.address_code(sign_up.tickets.order_by("seat")[0], email=email, code=code, until=now + LASTS, now=now)
    until = clock.real_now() + LASTS
    return Attempt(email=email, digest=_digest(sign_up, email, code), until=until.isoformat())


def try_code(attempt: Attempt, sign_up: SignUp, typed: str) -> bool:
    """Whether `typed` is the mailed code; uses up one try."""
    attempt.tries_left -= 1
    digits = "".join(filter(str.isdigit, typed))
    return hmac.compare_digest(attempt.digest, _digest(sign_up, attempt.email, digits))


def change(sign_up: SignUp, *, email: str, now: dt.datetime) -> None:
    """Make a proved address the sign-up's, with new codes, and send the tickets there. Twice changes nothing more.

    Whoever got the mail at the old address can open, manage and show nothing any more, and is told so.
    """
    old = sign_up.email
    if email == old:
        return
    with transaction.atomic():
        letters.address_left(sign_up, now=now)
        buyer = profiles.find_and_lock(email=email, name=sign_up.name)
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


def _digest(sign_up: SignUp, email: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"address|{sign_up.pk}|{email}|{code}".encode(), "sha256").hexdigest()
