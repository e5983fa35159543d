"""The mails about accounts: a code to sign in with, and notices when something about safety changes."""

from django.conf import settings

from foundation.lib import clock, codes, mailed_codes
from foundation.mail.domain import outbox
from foundation.mail.models import Message


def sign_in_code(email: str, *, code: str) -> None:
    """The code that signs this address in; goes before every other mail and is worthless after 15 minutes."""
    now = clock.now()
    outbox.write(
        key=f"sign-in:{codes.random_code()}",
        template="accounts/sign_in_code",
        to=email,
        context={"code": code, "minutes": mailed_codes.MINUTES, "site_name": settings.SITE_NAME},
        sender=outbox.Sender(name=settings.SITE_NAME, reply_to=""),
        priority=Message.CODE,
        expires_at=now + mailed_codes.LASTS,
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
