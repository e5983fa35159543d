"""Whose addresses mails carry."""

from email.utils import parseaddr

from django.conf import settings


def sending_address() -> str:
    """The site's own address: every mail is from it, and every diary entry is organised by it."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
