import pytest
from django.core.exceptions import ValidationError

from foundation.lib.form_words import WordsField


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("- a\n  - b\n\ttab", "- a\n  - b\n    tab"),
        ("\n\nBring one.  \n\n", "Bring one."),
        ("a\u202eb\x07c", "ab c"),
        ("a\x00b", "a b"),
        ("", ""),
    ],
)
def test_words_keep_their_lines_and_lose_what_does_harm(typed, words):
    assert WordsField(required=False).clean(typed) == words


def test_what_is_too_long_is_refused():
    with pytest.raises(ValidationError):
        WordsField().clean("x" * 5001)
