"""QR pictures of our own addresses, to stand inside a page."""

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(address: str) -> SafeString:
    """An SVG element that scales with its box, black on white with a quiet zone of four modules."""
    picture = segno.make(address, error="m", micro=False).svg_inline(scale=8, border=4, omitsize=True, light="#fff")
    return mark_safe(picture)  # noqa: S308 (what is in it is drawn, not written)
