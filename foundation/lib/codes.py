"""Secrets that people carry: ticket codes, links, public ids.

A code is 128 bits of HMAC-SHA256(secret[version], label | subject | issue), written in 26 characters of Crockford's
base 32 (https://www.crockford.com/base32.html). Rows store the version, the issue and a hash, never the code.
"""

import hashlib
import hmac
import secrets

from django.conf import settings

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26


def derive(label: str, *, subject: str, issue: int, version: int) -> str:
    """The code for one purpose (`label`) of one subject; the same input gives the same code for ever."""
    secret = settings.TICKET_SECRETS[-1 - version].encode()
    digest = hmac.new(secret, f"{label}|{subject}|{issue}".encode(), hashlib.sha256).digest()
    return _write(int.from_bytes(digest[:16]))


def current_version() -> int:
    """New codes use the first secret of the list. Versions count from its end, so a new first one moves none."""
    return len(settings.TICKET_SECRETS) - 1


def random_code() -> str:
    """128 random bits in the same writing: public ids, link tokens."""
    return _write(secrets.randbits(128))


def fingerprint(code: str) -> str:
    """What a row stores of a code: SHA-256 in hex. Codes have 128 bits, so no salt is needed."""
    return hashlib.sha256(normalise(code).encode()).hexdigest()


def pseudonym(address: str) -> str:
    """What stands for an e-mail address where the address itself may not be kept: the same for ever, in any case.

    It is made with the oldest secret, so a new one in front of the list changes none.
    """
    return derive("address", subject=address.strip().lower(), issue=1, version=0)


def normalise(typed: str) -> str:
    """A code as a person or a camera gives it: lower case, no blanks or dashes, o → 0, i and l → 1."""
    return typed.strip().lower().replace("-", "").replace(" ", "").translate(str.maketrans("oil", "011"))[:200]


def _write(number: int) -> str:
    letters = []
    for _ in range(LENGTH):
        number, digit = divmod(number, 32)
        letters.append(ALPHABET[digit])
    return "".join(reversed(letters))
