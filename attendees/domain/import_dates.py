"""Days as other platforms and people write them: ISO, British, German, American, with or without a time."""

import datetime as dt
import re
from collections.abc import Iterable

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)$")
NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+([^\W\d_]{3,})\.?\s+(\d{4})")
MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s+(\d{4})")
WEEKDAY = re.compile(
    r"^((mon|tue|wed|thu|fri|sat|sun|dienstag|mittwoch|donnerstag|freitag|samstag|sonn)\w*|(mo|di|mi|do|fr|sa|so)\.)\s+"
)
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan jän", "feb", "mar mär mrz", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez"), 1
    )
    for name in names.split()
}


def read(text: str, *, month_first: bool, zone: dt.tzinfo) -> dt.date | None:
    """The day that `text` names, whatever time comes after it; a moment with an offset is that day in `zone`.

    None when it is none. `month_first` decides for 3/4/2026 only; 3.4.2026 is German and begins with the day.
    """
    plain = WEEKDAY.sub("", " ".join(text.replace(",", " ").split()).lower())
    if MOMENT.match(plain.upper()):
        return dt.datetime.fromisoformat(plain.upper().replace(" ", "T", 1).replace(" ", "")).astimezone(zone).date()
    if found := ISO.match(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMBERS.match(plain):
        one, other, year = int(found[1]), int(found[3]), _year(found[4])
        return _day(year, one, other) if month_first and found[2] != "." else _day(year, other, one)
    if found := DAY_FIRST.match(plain):
        return _day(int(found[3]), MONTHS.get(found[2][:3], 0), int(found[1]))
    if found := MONTH_FIRST.match(plain):
        return _day(int(found[3]), MONTHS.get(found[1][:3], 0), int(found[2]))
    return None


def are_month_first(texts: Iterable[str]) -> bool:
    """Whether a column of dates proves that the month stands first: one has a day over 12 there, none the other way."""
    pairs = _pairs(texts)
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def are_unclear(texts: Iterable[str]) -> bool:
    """Whether a column has dates such as 3/4/2026, and no other that decides between day and month."""
    pairs = _pairs(texts)
    return bool(pairs) and max(max(pair) for pair in pairs) <= 12 and any(first != second for first, second in pairs)


def _pairs(texts: Iterable[str]) -> list[tuple[int, int]]:
    found = (NUMBERS.match(text.strip()) for text in texts)
    return [(int(one[1]), int(one[3])) for one in found if one and one[2] != "."]


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
