"""Stripe's dated API versions, as far as they differ in what we use."""

import re

CURRENT = "2026-10-28.endive"
"""What the client pins; events are written in it."""

OLDEST = "2026-03-25.dahlia"
ALLOWED_TYPES_SINCE = "2026-09-30"
FORM = re.compile(r"\d{4}-\d{2}-\d{2}\.[a-z]+")


def known(version: str) -> bool:
    """Shapes older than dahlia are not simulated."""
    return bool(FORM.fullmatch(version)) and version >= OLDEST


def has_allowed_types(version: str) -> bool:
    """From endive on a session takes allowed_payment_method_types and refuses payment_method_types."""
    return version >= ALLOWED_TYPES_SINCE
