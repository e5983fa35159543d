"""QR pictures of our own addresses: black on white with a quiet zone of four modules, so that dark mode hides none."""

import io
import math

import segno
from django.utils.safestring import SafeString, mark_safe
from PIL import Image, ImageOps

# Any of the eight masks makes a good code; trying all of them for the best costs five times the code itself. This one
# scores best for addresses like ours.
MASK = 3
SCALE, QUIET = 8, 4
LIGHT_AND_DARK = bytes([255, 0]) + bytes(254)


def svg(address: str) -> SafeString:
    """An element to stand inside a page; it scales with its box."""
    picture = _code(address).svg_inline(scale=SCALE, border=QUIET, omitsize=True, light="#fff")
    return mark_safe(picture)  # noqa: S308 (what is in it is drawn, not written)


def png(address: str) -> bytes:
    """For mails, which know no SVG."""
    drawn = b"".join(_code(address).matrix).translate(LIGHT_AND_DARK)
    side = math.isqrt(len(drawn))
    modules = Image.frombytes("L", (side, side), drawn).resize((side * SCALE, side * SCALE), Image.Resampling.NEAREST)
    file = io.BytesIO()
    ImageOps.expand(modules, QUIET * SCALE, fill=255).convert("1", dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False, mask=MASK)
