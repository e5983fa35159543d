"""S32: whatever is uploaded as a picture, what is kept is a small WebP that holds nothing of the file."""

import io
import struct
import zlib

import pytest
from PIL import Image

from networking.domain import photos
from networking.domain.refused import NetworkingRefused

SECRET = b"<script>alert(document.domain)</script>"


def picture(kind="JPEG", size=(640, 480), mode="RGB", **saved):
    written = io.BytesIO()
    Image.new(mode, size, "red").save(written, kind, **saved)
    return written.getvalue()


def with_place():
    """A JPEG that knows where it was taken, turned by its camera."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    image = Image.new("RGB", (640, 320), "white")
    image.paste("black", (0, 0, 320, 320))  # the left half, which turning puts on top
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif, comment=SECRET)
    return written.getvalue()


def bomb(width, height):
    """A PNG of a hundred bytes that says it is so large."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def opened(webp):
    return Image.open(io.BytesIO(webp))


@pytest.mark.parametrize(
    "uploaded",
    [
        picture(),
        picture("PNG", mode="RGBA"),
        picture("PNG", mode="P"),
        picture("PNG", mode="LA", size=(3, 900)),
        picture("WEBP", size=(1, 1)),
        picture("JPEG", mode="CMYK"),
        picture("JPEG", size=(4000, 3000)),
    ],
)
def test_picture_becomes_a_small_square_webp(uploaded):
    kept = photos.to_webp(uploaded)

    assert (opened(kept).format, opened(kept).size) == ("WEBP", (320, 320))
    assert len(kept) < 40_000


def test_nothing_of_the_file_survives_but_what_it_shows():
    uploaded = with_place()

    kept = photos.to_webp(uploaded)

    assert (SECRET in uploaded, b"SecretCamera" in uploaded) == (True, True)
    assert (SECRET in kept, b"SecretCamera" in kept, b"EXIF" in kept, b"ICCP" in kept) == (False,) * 4
    assert dict(opened(kept).getexif()) == {}
    top, bottom = (opened(kept).convert("L").getpixel((160, y)) for y in (20, 300))
    assert top < 40 < 200 < bottom, "turned as the camera said"


def test_polyglot_is_a_picture_and_nothing_else():
    kept = photos.to_webp(picture("PNG") + b"PK\x03\x04" + SECRET)

    assert (SECRET in kept, b"PK" in kept) == (False, False)


@pytest.mark.parametrize(
    "uploaded",
    [
        b"",
        b"<html><body>" + SECRET,
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a" + b"\x00" * 40,
        picture("BMP"),
        picture("TIFF"),
        picture()[:200],
        picture("PNG")[:60],
        b"\xff\xd8\xff" + b"\x00" * 100,
        b"RIFF\x00\x00\x00\x00WEBP" + b"\x00" * 20,
    ],
)
def test_what_is_no_picture_of_ours_is_refused(uploaded):
    with pytest.raises(NetworkingRefused, match="no picture we can read"):
        photos.to_webp(uploaded)


@pytest.mark.parametrize(
    "uploaded", [bomb(20_000, 20_000), bomb(10_000, 9_000), bomb(5001, 5000), b"\x00" * (photos.LARGEST + 1)]
)
def test_what_is_too_large_is_refused_before_it_is_decoded(uploaded):
    with pytest.raises(NetworkingRefused, match="too large"):
        photos.to_webp(uploaded)
