"""Signing in with a mailed code: the same steps for an address that we know and for one that we do not."""

import datetime as dt
import hmac
import secrets
from dataclasses import asdict, dataclass
from typing import Any, Self

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from foundation.accounts.domain import letters
from foundation.accounts.models import User
from foundation.lib import clock

TRIES = 5


@dataclass
class Attempt:
    """What the session remembers between asking for a code and entering it; never the code itself."""

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


def begin(email: str) -> Attempt:
    """Mail a code of six digits to any address; real time, because sessions and patience are real."""
    code = f"{secrets.randbelow(1_000_000):06}"
    email = email.strip().lower()
    letters.sign_in_code(email, code=code)
    until = clock.real_now() + dt.timedelta(minutes=letters.CODE_MINUTES)
    return Attempt(email=email, digest=_digest(email, code), until=until.isoformat())


def try_code(attempt: Attempt, typed: str) -> bool:
    """Whether `typed` is the mailed code; uses up one try."""
    attempt.tries_left -= 1
    return hmac.compare_digest(attempt.digest, _digest(attempt.email, "".join(filter(str.isdigit, typed))))


def user_of(email: str) -> User:
    """The user of a proved address: found, or made without a password; the address counts as verified. Saves both."""
    with transaction.atomic():
        user, _ = User.objects.get_or_create(email=email, defaults={"password": make_password(None)})
        EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def _digest(email: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"sign-in|{email}|{code}".encode(), "sha256").hexdigest()
