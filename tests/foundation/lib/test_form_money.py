import pytest
from django.core.exceptions import ValidationError

from foundation.lib.form_money import SumField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("5", 500),
        ("£5", 500),
        (" £ 12.50 ", 1250),
        ("€7", 700),
        ("0", 0),
        ("0.30", 30),
        ("5.5", 550),
        ("1000", 100_000),
    ],
)
def test_a_sum_is_whole_minor_units(typed, amount):
    assert SumField().clean(typed) == amount


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "This field is required."),
        ("five", "Enter an amount like 5 or 12.50"),
        ("5,50,", "Enter an amount like 5 or 12.50"),
        ("-5", "Enter an amount like 5 or 12.50"),
        ("5.555", "Enter an amount like 5 or 12.50"),
        ("nan", "Enter an amount like 5 or 12.50"),
        ("1e9", "Enter 1,000 at most"),
        ("1000.01", "Enter 1,000 at most"),
        ("0.29", "Enter 0 for free, or at least 0.30"),
    ],
)
def test_what_is_no_sum_is_refused(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        SumField().clean(typed)

    assert sentence in refused.value.messages


@pytest.mark.parametrize(("amount", "shown"), [(500, "5"), (1250, "12.50"), (0, "0"), ("12,", "12,"), (None, None)])
def test_a_sum_is_shown_as_one_types_it(amount, shown):
    assert SumField().prepare_value(amount) == shown
