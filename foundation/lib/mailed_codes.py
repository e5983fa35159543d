"""Six digits mailed to an address: whoever types them reads its mail.

Between asking for a code and entering it, a session remembers an Attempt. Patience is real, and so is the time here.
"""

import datetime as dt
import hmac
import secrets
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.conf import settings

from foundation.lib import clock

TRIES = 5
MINUTES = 15
LASTS = dt.timedelta(minutes=MINUTES)


@dataclass
class Attempt:
    """What the session remembers; never the code itself."""

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

    @property
    def wrong_words(self) -> str:
        """What to say when the code did not fit."""
        if self.tries_left:
            return "This is not the code we sent last. Check the newest mail and type the six digits again."
        return "That was not the code, five times. Ask for a new one."


def begin(email: str, *, purpose: str) -> tuple[Attempt, str]:
    """What to remember, and the code to mail. A code fits its own `purpose` and address only."""
    code, email = f"{secrets.randbelow(1_000_000):06}", email.strip().lower()
    until = clock.real_now() + LASTS
    return Attempt(email=email, digest=_digest(email, code, purpose=purpose), until=until.isoformat()), code


def try_code(attempt: Attempt, typed: str, *, purpose: str) -> bool:
    """Whether `typed` is the mailed code; uses up one try."""
    attempt.tries_left -= 1
    digits = "".join(filter(str.isdigit, typed))
    return hmac.compare_digest(attempt.digest, _digest(attempt.email, digits, purpose=purpose))


def _digest(email: str, code: str, *, purpose: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}|{email}|{code}".encode(), "sha256").hexdigest()
