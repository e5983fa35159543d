"""Identifiers that look like Stripe's: a prefix and random letters and digits."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits


def new(prefix: str, *, length: int = 24) -> str:
    return f"{prefix}_" + "".join(secrets.choice(ALPHABET) for _ in range(length))
