"""What every page carries: the one stylesheet and the drawings it names."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "static"
CSS = (STATIC / "css/flashmob.css").read_text()
TEXT_ON_GROUND = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink-soft", "paper"),
    ("ink-soft", "card"),
    ("accent", "paper"),
    ("accent", "card"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("room-ink", "room"),
    ("room-soft", "room"),
    ("lamp", "room"),
    ("on-lamp", "lamp"),
    ("stop", "paper"),
    ("stop", "stop-wash"),
    ("good", "good-wash"),
    ("wait", "wait-wash"),
    ("note", "note-wash"),
    ("wash-ink", "stop-wash"),
    ("wash-ink", "wait-wash"),
]


def tokens(scheme):
    """The colours of a scheme; dark is light with some of them changed."""
    layer = CSS.split("@layer tokens {", 1)[1].split("@layer reset", 1)[0]
    light, dark = layer.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark))
    return {**found, "paper": found["ground"]}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_stylesheet_is_light():
    assert len(gzip.compress(CSS.encode(), 9)) <= 20_000


def test_stylesheet_asks_for_files_of_its_own_that_exist():
    asked = set(re.findall(r'url\("([^"]+)"\)', CSS))

    assert asked
    assert [url for url in asked if not (STATIC / "css" / url).resolve().is_file()] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(scheme):
    colours = tokens(scheme)

    weak = {
        f"{text} on {ground}": round(contrast(colours[text], colours[ground]), 2)
        for text, ground in TEXT_ON_GROUND
        if contrast(colours[text], colours[ground]) < 4.5
    }

    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_controls_stand_out_from_their_ground(scheme):
    colours = tokens(scheme)

    assert contrast(colours["line-strong"], colours["card"]) >= 3
    assert contrast(colours["line-strong"], colours["paper"]) >= 3
