"""The picture of an evening for links on other sites: the poster, 1200 × 630, drawn with Pillow's own font."""

import io
import textwrap

from PIL import Image, ImageDraw, ImageFont

from events.models import Event

SIZE = (1200, 630)
GROUND, LIGHT, INK = "#16453a", "#f4c95d", "#f7f1e3"
MARGIN = 80


def draw(event: Event) -> bytes:
    """PNG bytes: series, title, day, hours and place of the evening."""
    image = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(image)
    local = event.starts_local
    _dots(pen)
    pen.text((MARGIN, 70), event.series.name, font=_font(36), fill=LIGHT)
    top = 130
    for line in textwrap.wrap(event.title, width=26)[:2]:
        pen.text((MARGIN, top), line, font=_font(76), fill=INK)
        top += 92
    pen.text((MARGIN, 370), f"{local:%A} {local.day} {local:%B}", font=_font(64), fill=LIGHT)
    pen.text((MARGIN, 450), f"{local:%H:%M} to {event.ends_local:%H:%M}", font=_font(44), fill=INK)
    if event.venue:
        pen.text((MARGIN, 520), textwrap.shorten(event.venue.name, 48, placeholder="…"), font=_font(40), fill=INK)
    written = io.BytesIO()
    image.quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


def _dots(pen: ImageDraw.ImageDraw) -> None:
    """Groups of four, some of them on their way to another group."""
    for number in range(14):
        x, y = 860 + number * 53 % 300, 60 + number * 97 % 500
        pen.ellipse((x, y, x + 26, y + 26), fill=LIGHT if number % 3 else INK)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
