import pytest

from foundation.lib.plain import one_line, paragraphs


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Ada", "Ada"),
        ("  Ada \t Lovelace ", "Ada Lovelace"),
        ("Ada\r\nBcc: all@mail.example", "Ada Bcc: all@mail.example"),
        ("a\x00b\x1bc\x7fd\x85e", "a b c d e"),
        ("a\u2028b\u2029c", "a b c"),
        ("invoice\u202egpj.exe\u2066x\u2069", "invoicegpj.exex"),
        ("👩\u200d👧 é שלום", "👩\u200d👧 é שלום"),
        ("", ""),
    ],
)
def test_one_line_keeps_the_words_and_takes_the_power(typed, line):
    assert one_line(typed) == line


def test_one_line_is_cut_with_an_ellipsis():
    assert one_line("word " * 100, at_most=12) == "word word w…"


def test_paragraphs_keep_their_lines_and_nothing_else():
    assert paragraphs("one\r\ntwo\rthree\n\n\x07four \u202e") == "one\ntwo\nthree\n\nfour"
