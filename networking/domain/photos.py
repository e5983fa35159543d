"""Pictures of people: whatever was uploaded, what is kept is a small WebP of our own making."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from networking.domain.refused import NetworkingRefused

LARGEST = 10_000_000  # bytes
MOST_PIXELS = 25_000_000
SIDE = 320
KINDS = ("JPEG", "PNG", "WEBP")
NO_PICTURE = "This is no picture we can read. Use a JPEG, PNG or WebP file"
TOO_LARGE = "The picture is too large: at most 10 MB and 25 megapixels. A screenshot of it will do"


def to_webp(uploaded: bytes) -> bytes:
    """A square of 320 pixels as WebP: decoded, turned as its camera said, cut to its middle, and written anew.

    Nothing of the file itself survives, no place and no name. Raises NetworkingRefused for what is no picture, or is
    too large; its pixels are counted before any is decoded.
    """
    if len(uploaded) > LARGEST:
        raise NetworkingRefused(TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _draw_anew(Image.open(io.BytesIO(uploaded), formats=KINDS))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise NetworkingRefused(TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:  # what Pillow raises for broken files
        raise NetworkingRefused(NO_PICTURE) from error


def _draw_anew(image: Image.Image) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise NetworkingRefused(TOO_LARGE)
    image.draft("RGB", (2 * SIDE, 2 * SIDE))  # a large JPEG is decoded small
    turned = ImageOps.exif_transpose(image)
    flat = Image.new("RGB", turned.size, "white")
    shown = turned.convert("RGBA")
    flat.paste(shown, mask=shown)
    written = io.BytesIO()
    ImageOps.fit(flat, (SIDE, SIDE)).save(written, "WEBP", quality=80)
    return written.getvalue()
