"""Reads a diary file byte by byte and finds what forgiving parsers let pass (RFC 5545, 5546)."""

import re

NAMED = re.compile(r"(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(?P<value>.*)")
UTC = re.compile(r"\d{8}T\d{6}Z")
NEEDED = {"VCALENDAR": {"VERSION", "PRODID"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS"}}
NEEDED["VALARM"] = {"ACTION", "TRIGGER", "DESCRIPTION"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "DESCRIPTION", "LOCATION", "URL"}
ONCE |= {"VERSION", "PRODID", "METHOD", "ORGANIZER"}


def lint(content: bytes) -> list[str]:
    """What is wrong with the file, in words; nothing when it is right."""
    return [*_bytes(content), *_lines(content), *_components(properties(content))]


def properties(content: bytes) -> list[tuple[str, str, str]]:
    """The unfolded content lines as (name, parameters, raw value)."""
    lines = content.decode(errors="replace").replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")
    found = [NAMED.fullmatch(line) for line in lines if line]
    return [(line["name"].upper(), line["parameters"], line["value"]) for line in found if line]


def value(content: bytes, name: str) -> str:
    """The text of the first property of this name, unescaped."""
    raw = next(value for found, _, value in properties(content) if found == name)
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "N": "\n"}.get(match[1], match[1]), raw)


def _bytes(content: bytes) -> list[str]:
    wrong = []
    if not content.endswith(b"\r\n"):
        wrong.append("does not end with CRLF")
    bare = content.replace(b"\r\n", b"")
    if b"\r" in bare or b"\n" in bare:
        wrong.append("a line ends with something else than CRLF")
    wrong += [f"control character {byte:#04x}" for byte in sorted(set(bare)) if byte < 0x20 or byte == 0x7F]
    for number, line in enumerate(content.split(b"\r\n"), start=1):
        if len(line) > 75:
            wrong.append(f"line {number} has {len(line)} octets")
        try:
            line.decode()
        except UnicodeDecodeError:
            wrong.append(f"line {number} splits a character")
    return wrong


def _lines(content: bytes) -> list[str]:
    lines = content.decode(errors="replace").replace("\r\n ", "").split("\r\n")
    if "" in lines[:-1]:
        return ["an empty line"]
    return [f"not a content line: {line[:40]}" for line in lines[:-1] if not NAMED.fullmatch(line)]


def _components(found: list[tuple[str, str, str]]) -> list[str]:
    wrong, open_ones = [], []
    for name, parameters, value in found:
        if name == "BEGIN":
            open_ones.append((value, []))
        elif name == "END":
            kind, inside = open_ones.pop() if open_ones else (None, [])
            wrong += _component(kind, inside) if kind == value else [f"END:{value} without its BEGIN"]
        elif open_ones:
            open_ones[-1][1].append((name, parameters, value))
        else:
            wrong.append(f"{name} stands outside")
    return wrong + [f"{kind} is not closed" for kind, _ in open_ones]


def _component(kind: str, inside: list[tuple[str, str, str]]) -> list[str]:
    names = [name for name, _, _ in inside]
    wrong = [f"{kind} lacks {name}" for name in sorted(NEEDED.get(kind, set()) - set(names))]
    wrong += [f"{kind} has {name} twice" for name in sorted(ONCE) if names.count(name) > 1]
    values = {name: value for name, _, value in inside}
    for name in ("DTSTAMP", "DTSTART", "DTEND", "LAST-MODIFIED"):
        if name in values and not UTC.fullmatch(values[name]):
            wrong.append(f"{name} is not in UTC: {values[name]}")
    if kind == "VEVENT" and values.get("DTEND", "") <= values.get("DTSTART", ""):
        wrong.append("ends before it starts")
    return wrong + [f"{kind} names a zone: {parameters}" for _, parameters, _ in inside if "TZID" in parameters]
