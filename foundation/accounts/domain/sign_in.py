"""Signing in with a mailed code: the same steps for an address that we know and for one that we do not."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from foundation.accounts.domain import letters
from foundation.accounts.models import User
from foundation.lib import mailed_codes
from foundation.lib.mailed_codes import Attempt

PURPOSE = "sign-in"


def begin(email: str) -> Attempt:
    """Mail a code of six digits to any address."""
    attempt, code = mailed_codes.begin(email, purpose=PURPOSE)
    letters.sign_in_code(attempt.email, code=code)
    return attempt


def try_code(attempt: Attempt, typed: str) -> bool:
    """Whether `typed` is the mailed code; uses up one try."""
    return mailed_codes.try_code(attempt, typed, purpose=PURPOSE)


def user_of(email: str) -> User:
    """The user of a proved address: found, or made without a password; the address counts as verified. Saves both."""
    with transaction.atomic():
        user, _ = User.objects.get_or_create(email=email, defaults={"password": make_password(None)})
        EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user
