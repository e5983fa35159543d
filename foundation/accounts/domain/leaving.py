"""An account that goes for good, with its addresses, second factors and sessions."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from foundation.accounts.models import User


def erase(user: User) -> None:
    """Delete the user and end every session; twice is harmless."""
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    User.objects.filter(pk=user.pk).delete()
