"""The mails about accounts: a code to sign in with, and notices when something about safety changes."""

import datetime as dt

from django.conf import settings

from foundation.lib import clock, codes
from foundation.mail.domain import outbox
from foundation.mail.models import Message

CODE_MINUTES = 15


def sign_in_code(email: str, *, code: str) -> None:
    """The code that signs this address in; goes before every other mail and is worthless after 15 minutes."""
    now = clock.now()
    outbox.write(
        key=f"sign-in:{codes.random_code()}",
        template="accounts/sign_in_code",
        to=email,
        context={"code": code, "minutes": CODE_MINUTES, "site_name": settings.SITE_NAME},
        sender=outbox.Sender(name=settings.SITE_NAME, reply_to=""),
        priority=Message.CODE,
        expires_at=now + dt.timedelta(minutes=CODE_MINUTES),
    )


def notice(email: str, *, subject: str, words: str) -> None:
    """A notice of allauth (password changed, passkey added, reset code), in our layout."""
    outbox.write(
        key=f"account:{codes.random_code()}",
        template="accounts/notice",
        to=email,
        context={"subject_words": subject, "words": words, "site_name": settings.SITE_NAME},
        sender=outbox.Sender(name=settings.SITE_NAME, reply_to=""),
        priority=Message.CODE,
    )
