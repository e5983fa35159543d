"""A mail's HTML inside a page: a frame of its own in which nothing runs, nothing is loaded and nothing is sent."""

import base64
from collections.abc import Callable, Iterable

from django.http.response import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_sameorigin

from foundation.lib import page_policy

View = Callable[..., HttpResponseBase]
SELF, NONE, INLINE = "'self'", "'none'", "'unsafe-inline'"
# A mail has its styles inside and its pictures with it.
OF_A_MAIL = {
    "default-src": [NONE],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
    "img-src": ["data:"],
    "sandbox": ["allow-top-navigation-by-user-activation"],
    "style-src": [INLINE],
}


def in_a_frame(view: View) -> View:
    """For the view that answers with the mail's HTML."""
    return xframe_options_sameorigin(page_policy.another(OF_A_MAIL)(view))


def with_a_frame(view: View) -> View:
    """For the page around it."""
    return page_policy.besides({"frame-src": [SELF]})(view)


def stand_alone(html: str, pictures: Iterable[tuple[str, str, bytes]]) -> str:
    """With its pictures (content id, type, bytes) inside, and links that open in the whole window."""
    html = html.replace("<head>", '<head><base target="_top">', 1)
    for content_id, mime, content in pictures:
        html = html.replace(f"cid:{content_id}", f"data:{mime};base64,{base64.b64encode(content).decode()}")
    return html
