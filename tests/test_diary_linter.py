import pytest

from tests.support.diary_linter import lint

GOOD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20260601T120000Z\r\n"
    b"SEQUENCE:1\r\nSTATUS:CONFIRMED\r\nDTSTART:20260701T170000Z\r\nDTEND:20260701T200000Z\r\n"
    b"SUMMARY:An evening\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_linter_lets_a_right_file_pass():
    assert lint(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (b"UID:1@x\r\n", b"UID:1@x\n", "a line ends with something else than CRLF"),
        (b"UID:1@x\r\n", b"", "VEVENT lacks UID"),
        (b"UID:1@x\r\n", b"UID:1@x\r\nUID:1@x\r\n", "VEVENT has UID twice"),
        (b"evening", b"evening" * 10, "line 11 has 81 octets"),
        (b"evening", b"caf\xc3\r\n \xa9", "line 11 splits a character"),
        (b"evening", b"even\x07ing", "control character 0x07"),
        (b"evening", b"evening\r\nBEGONE", "not a content line: BEGONE"),
        (b"DTEND:20260701T200000Z", b"DTEND:20260701T170000Z", "ends before it starts"),
        (b"DTSTART:", b"DTSTART;TZID=Europe/London:", "VEVENT names a zone: ;TZID=Europe/London"),
        (b"T170000Z", b"T170000", "DTSTART is not in UTC: 20260701T170000"),
        (b"END:VEVENT\r\n", b"", "END:VCALENDAR without its BEGIN"),
        (b"PRODID:-//x//EN\r\n", b"", "VCALENDAR lacks PRODID"),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR", "does not end with CRLF"),
    ],
)
def test_linter_finds_what_is_wrong(old, new, finding):
    broken = GOOD.replace(old, new, 1)

    assert finding in lint(broken)
