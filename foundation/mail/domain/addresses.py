"""Whose addresses mails carry, and which are nobody's."""

from email.utils import parseaddr

from django.conf import settings

# RFC 2606 and 6761: names for examples and tests; a mail there can only be a mistake.
NOBODYS_ENDINGS = (".example", ".test", ".invalid", ".localhost", ".example.com", ".example.net", ".example.org")


def sending_address() -> str:
    """The site's own address: every mail is from it, and every diary entry is organised by it."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def is_nobodys(address: str) -> bool:
    """Whether the address belongs to a domain reserved for examples and tests."""
    return f".{address.rpartition('@')[2].strip().lower()}".endswith(NOBODYS_ENDINGS)
