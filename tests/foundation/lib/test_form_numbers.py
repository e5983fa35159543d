import pytest

from foundation.lib import form_numbers


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("7", 7),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, 0),
        ("9" * 5000, 0),
        ("", 0),
        ("-1", 0),
        ("1.5", 0),
        ("²", 0),
        ("seven", 0),
    ],
)
def test_number_is_read_and_anything_else_is_none(sent, number):
    assert form_numbers.read(sent) == number


def test_what_stands_for_no_number_can_be_chosen():
    assert (form_numbers.read("x", otherwise=-1), form_numbers.read("0", otherwise=-1)) == (-1, 0)
