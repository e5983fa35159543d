"""Plain text for places that are read line by line: mail headers, diary and contact files, file names.

What people typed may hold line breaks, control characters or marks that turn the reading direction round; here they
lose their power and the words stay.
"""

import unicodedata

# Overrides and isolates of the reading direction: they let "cod.ics" be shown as another name.
TURNERS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def one_line(text: str, *, at_most: int = 200) -> str:
    """The words in one line of at most so many characters, without control characters or direction turners."""
    words = " ".join("".join(_harmless(letter) for letter in text).split())
    return words if len(words) <= at_most else words[: at_most - 1].rstrip() + "…"


def paragraphs(text: str, *, at_most: int = 4000) -> str:
    """The same for text of several lines: LF between them, whatever came."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(one_line(line, at_most=at_most) for line in lines)[:at_most].strip()


def as_typed(text: str) -> str:
    """Text of several lines with its indents: LF between lines, without control characters and direction turners."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    return "\n".join("".join(_harmless(letter) for letter in line).rstrip() for line in lines).strip("\n")


def _harmless(letter: str) -> str:
    if letter in TURNERS:
        return ""
    # Cc: control characters; Cs: half a pair; Zl, Zp: line and paragraph separators.
    return " " if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} else letter
