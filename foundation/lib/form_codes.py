"""One-time codes of public forms: they make a form sent twice one wish, and tell how long it was open.

The code stands signed in a hidden field, so that showing a form stores nothing.
"""

from dataclasses import dataclass

from django.core import signing

from foundation.lib import clock, codes

SALT = "form-code"


@dataclass(frozen=True)
class FormCode:
    code: str
    seconds_open: float


def issue() -> str:
    """The value of the hidden field of a form that is shown now (real time)."""
    return signing.Signer(salt=SALT).sign(f"{codes.random_code()}.{clock.real_now().timestamp():.3f}")


def read(value: str) -> FormCode | None:
    """What a form was sent with; None when the value is not ours."""
    try:
        code, _, seconds = signing.Signer(salt=SALT).unsign(value).partition(".")
    except signing.BadSignature:
        return None
    return FormCode(code=code, seconds_open=clock.real_now().timestamp() - float(seconds))
