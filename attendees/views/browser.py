"""The browser that took a place, recognised by one signed cookie, so that it gets its unpaid places back.

Strictly necessary, set by a POST only, gone after three hours; it says nothing about the person.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from foundation.lib import codes

NAME = "__Host-browser" if settings.SITE_IS_SECURE else "browser"
SALT = "browser"
SECONDS = 3 * 60 * 60


def code_of(request: HttpRequest) -> str:
    """The code in the browser's cookie, or "" when it has none of ours."""
    try:
        return str(request.get_signed_cookie(NAME, default="", salt=SALT, max_age=SECONDS))
    except signing.BadSignature:
        return ""


def new_code() -> str:
    return codes.random_code()


def code_of_page(form_code: str) -> str:
    """For a browser that has none: the page with this one-time code, sent again because its answer and the cookie were
    lost, is the same browser.
    """
    return codes.derive("browser", subject=form_code, issue=1, version=codes.current_version())


def remember(response: HttpResponse, code: str) -> None:
    """Give the browser its cookie."""
    response.set_signed_cookie(
        NAME, code, salt=SALT, max_age=SECONDS, httponly=True, secure=settings.SITE_IS_SECURE, samesite="Lax"
    )
