"""Address book files (vCard 3.0, RFC 2426): people one swapped details with, each with what they share and no more."""

import re
import unicodedata
from collections.abc import Iterable

from foundation.lib import dates
from networking.domain.details import Details

MIME = "text/vcard; charset=utf-8"
LONGEST_LINE = 75  # octets
JOINERS = "\u200c\u200d"
IN_AN_ADDRESS = str.maketrans({" ": "%20", ",": "%2C", ";": "%3B", "\\": "%5C"})  # programs disagree on escaping there


def render(people: Iterable[Details]) -> bytes:
    """One card after the other, UTF-8, lines end with CR LF. Load each ticket with its evening's series."""
    return "".join(_fold(line) for person in people for line in _lines(person)).encode()


def file_name(person: Details) -> str:
    """An ASCII name for one person's file."""
    letters = "".join(each if each.isascii() and each.isalnum() else "-" for each in person.called.lower())
    return f"{'-'.join(part for part in letters.split('-') if part) or 'person'}.vcf"


def _lines(person: Details) -> list[str]:
    event = person.ticket.event
    met = f"We met at {event.series.name}, {dates.day(event.starts_at, event.zone)}."
    optional = [
        ("EMAIL;TYPE=INTERNET", person.email),
        ("TEL;TYPE=CELL", person.phone),
        ("TITLE", person.role),
    ]
    return [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_escape(person.called)}",
        f"N:{';'.join(_escape(part) for part in _parts(person.called))};;;",
        *(f"{name}:{_escape(value)}" for name, value in optional if value),
        *([f"URL:{_plain(person.link).translate(IN_AN_ADDRESS)}"] if person.link else []),
        f"NOTE:{_escape(met)}",
        "END:VCARD",
    ]


def _parts(name: str) -> tuple[str, str]:
    """Family and given name as an address book sorts by: the last word, and what stands before it."""
    given, _, family = name.strip().rpartition(" ")
    return (family, given) if given else ("", family)


def _plain(value: str) -> str:
    """On one line, without control characters: no value ends its line or begins another property."""
    kinds = [(each, unicodedata.category(each)) for each in value]
    spaced = [" " if kind.startswith("Z") or each in "\r\n\t" else each for each, kind in kinds]
    return "".join(each for each in spaced if each in JOINERS or not unicodedata.category(each).startswith("C"))


def _escape(value: str) -> str:
    """Read as text by every address book."""
    return re.sub(r"([\\;,])", r"\\\1", _plain(value))


def _fold(line: str) -> str:
    """Lines of at most 75 octets, no character torn apart, each continued one with a space in front."""
    rows, row = [], ""
    for character in line:
        if len((row + character).encode()) > LONGEST_LINE:
            rows.append(row)
            row = " "
        row += character
    return "\r\n".join([*rows, row]) + "\r\n"
