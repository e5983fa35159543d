import pytest
import vobject

from networking.domain import details, vcards
from tests.networking.people import came

HOSTILE = ["a\r\nEND:VCARD\r\nBEGIN:VCARD", "x\nTEL:666", "\u2028X-EVIL:1", "back\\slash; semi, comma", "nul\x00nul"]


@pytest.fixture
def ben(frozen, event):
    return came(
        event, "Dr Ben Thackray", phone="+44 20 7946 0002", link="https://ben.example/?a=1,2;3", role="Planner; rail"
    )


def read(content):
    return list(vobject.readComponents(content.decode()))


def test_card_holds_the_agreed_fields_and_no_other(ben):
    """C30."""
    only_phone = vcards.render([details.shown(ben, ["phone"])]).decode()

    assert only_phone == (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ben\r\nN:;Ben;;;\r\nTEL;TYPE=CELL:+44 20 7946 0002\r\n"
        "NOTE:We met at PMO London\\, Monday 8 June 2026.\r\nEND:VCARD\r\n"
    )


def test_cards_parse_with_every_field(ben, event):
    """C30: FN and N, version 3.0, in vobject."""
    ada = came(event, "Ada")
    cards = read(vcards.render([details.shown(ben, details.NAMES), details.shown(ada, ["email"])]))

    whole, small = cards
    assert (whole.version.value, whole.fn.value) == ("3.0", "Dr Ben Thackray")
    assert (whole.n.value.family, whole.n.value.given) == ("Thackray", "Dr Ben")
    assert (whole.email.value, whole.tel.value) == ("dr@mail.example", "+44 20 7946 0002")
    assert (whole.title.value, whole.url.value) == ("Planner; rail", "https://ben.example/?a=1%2C2%3B3")
    assert {each.name for each in small.getChildren()} == {"VERSION", "FN", "N", "EMAIL", "NOTE"}


@pytest.mark.parametrize("words", HOSTILE)
def test_no_value_begins_another_line_or_property(frozen, event, words):
    """S29."""
    ada = came(event, words)
    content = vcards.render([details.shown(ada, ["name"])])

    (card,) = read(content)
    assert {each.name for each in card.getChildren()} == {"VERSION", "FN", "N", "NOTE"}
    assert [line for line in content.split(b"\r\n") if line.startswith(b"BEGIN")] == [b"BEGIN:VCARD"]
    assert "\x00" not in content.decode()


@pytest.mark.parametrize("name", ["Zoë " * 18, "林美玲" * 25, "👩🏽‍💻 " * 12, "a" * 79])
def test_lines_are_folded_at_75_octets_and_no_character_is_torn(frozen, event, name):
    """C30: folding, UTF-8."""
    ada = came(event, name.strip())
    content = vcards.render([details.shown(ada, ["name"])])

    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]  # each by itself is UTF-8
    assert read(content)[0].fn.value == name.strip()


def test_file_has_an_ascii_name(ben, event):
    zoe = came(event, "Żoë Łuk/..\\x")

    assert vcards.file_name(details.shown(ben, ["name"])) == "dr-ben-thackray.vcf"
    assert vcards.file_name(details.shown(zoe, ["name"])) == "o-uk-x.vcf"
    assert vcards.file_name(details.shown(came(event, "林"), [])) == "person.vcf"
