"""Absolute addresses for mails, diaries and Stripe, from SITE_URL."""

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    """https://… for a path that begins with a slash."""
    return f"{settings.SITE_URL}{path}"


def to(name: str, *args: object, **kwargs: object) -> str:
    """https://… for a URL name."""
    return absolute(reverse(name, args=args, kwargs=kwargs))
