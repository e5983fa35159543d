"""A deck of activities as text: JSON that hosts take away, change and bring back. The house's own deck is one too.

    {"activities": [{"title": "…", "how": "…", "prompt": "…", "minutes": 10, "openers": ["…"], "tags": ["…"]}]}

`how` is Markdown. A title names its activity: brought in again, it replaces the one of that title.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from foundation.lib import plain
from foundation.lib.form_fields import clean_line

LONGEST = {"title": 80, "how": 1200, "prompt": 200}
MOST_ACTIVITIES, MOST_OPENERS, MOST_TAGS = 60, 12, 8
LONGEST_OPENER, LONGEST_TAG = 200, 30
MINUTES = range(3, 61)
SLUG = 40


class Unreadable(Exception):
    """`str(error)` says why, and in which activity."""


@dataclass(frozen=True)
class Entry:
    """One activity in words; see networking.models.Activity."""

    title: str
    how: str
    prompt: str
    minutes: int
    openers: Sequence[str]
    tags: Sequence[str]

    @property
    def slug(self) -> str:
        """As long as no other activity of the series has it."""
        return slug_of(self.title)


def slug_of(title: str) -> str:
    """What a title is in an address."""
    return slugify(title)[:SLUG].strip("-") or "activity"


def read(text: str) -> list[Entry]:
    """The activities of a deck; raises Unreadable for the first thing that is wrong."""
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("This is not a deck: the file is not JSON") from error
    listed = found.get("activities") if isinstance(found, dict) else None
    if not isinstance(listed, list) or not listed:
        raise Unreadable("This is not a deck: it has no list called “activities”")
    if len(listed) > MOST_ACTIVITIES:
        raise Unreadable(f"A deck has {MOST_ACTIVITIES} activities at most; this one has {len(listed)}")
    entries = [_entry(number, each) for number, each in enumerate(listed, start=1)]
    if len({entry.title.casefold() for entry in entries}) != len(entries):
        raise Unreadable("Two activities of this deck have the same title")
    return entries


def write(entries: Iterable[Entry]) -> str:
    """The deck as a file; `read` gives the same entries back."""
    return json.dumps({"activities": [asdict(entry) for entry in entries]}, ensure_ascii=False, indent=2) + "\n"


def _entry(number: int, given: Any) -> Entry:
    if not isinstance(given, dict):
        raise Unreadable(f"Activity {number} is not written in braces with its title, how, prompt and so on")
    called = f"Activity {number}"
    title = _line(called, given, "title")
    called = f"“{title}”"
    minutes = given.get("minutes", 10)
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes not in MINUTES:
        raise Unreadable(f"{called}: minutes is a number from {MINUTES[0]} to {MINUTES[-1]}")
    return Entry(
        title=title,
        how=_words(called, given, "how"),
        prompt=_line(called, given, "prompt"),
        minutes=minutes,
        openers=_lines(called, given, "openers", most=MOST_OPENERS, longest=LONGEST_OPENER),
        tags=_lines(called, given, "tags", most=MOST_TAGS, longest=LONGEST_TAG),
    )


def _words(called: str, given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    words = plain.as_typed(value) if isinstance(value, str) else ""
    if not words.strip():
        raise Unreadable(f"{called}: “{name}” is missing")
    if len(words) > LONGEST[name]:
        raise Unreadable(f"{called}: “{name}” is longer than {LONGEST[name]:,} letters")
    return words


def _line(called: str, given: Mapping[str, Any], name: str) -> str:
    return clean_line(_words(called, given, name))


def _lines(called: str, given: Mapping[str, Any], name: str, *, most: int, longest: int) -> list[str]:
    listed = given.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise Unreadable(f"{called}: “{name}” is a list of sentences in square brackets")
    lines = [line for each in listed if (line := clean_line(plain.as_typed(each)))]
    if len(lines) > most:
        raise Unreadable(f"{called}: “{name}” has {most} at most")
    if any(len(line) > longest for line in lines):
        raise Unreadable(f"{called}: one of “{name}” is longer than {longest} letters")
    return lines


HOUSE = tuple(read((Path(__file__).parent / "deck.json").read_text(encoding="utf-8")))
