"""Tonight's word: what somebody says at the door to show that they are in the room."""

import secrets

WORDS = (
    "acorn amber anchor apple badger basket beacon berry bramble bridge button candle canvas cedar cherry clover "
    "cobble copper cotton daisy ember falcon feather fiddle forest garden ginger harbour hazel heron honey island "
    "ivory kettle ladder lantern lemon lighthouse linen maple marble meadow mirror needle nutmeg orchard otter paper "
    "pebble pepper piano pocket quarry ribbon river robin saddle silver sparrow spindle teapot thimble thistle timber "
    "tulip velvet violet walnut willow window"
)


def pick() -> str:
    """A short, friendly English word, hard to guess from outside."""
    return secrets.choice(WORDS.split())
