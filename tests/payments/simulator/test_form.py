from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stripe._encode import _api_encode

from payments.simulator import form
from payments.simulator.errors import StripeError

NAMES = st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"]), min_size=1, max_size=8)
LEAVES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.integers()
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    max_leaves=12,
)


def as_sent(value):
    """Lists are numbered and everything is text, once it has been a form."""
    if isinstance(value, dict):
        return {key: as_sent(one) for key, one in value.items()}
    if isinstance(value, list):
        return {str(place): as_sent(one) for place, one in enumerate(value)}
    return str(value)


@settings(deadline=None)  # the machine may be busy
@given(st.dictionaries(NAMES, TREES, max_size=4))
def test_what_the_client_encodes_is_decoded(params):
    body = urlencode(list(_api_encode(params)))

    assert form.decode(body) == as_sent(params)


def test_yes_and_no_are_words():
    body = urlencode(list(_api_encode({"a": {"enabled": True}, "b": False})))

    assert form.decode(body) == {"a": {"enabled": "true"}, "b": "false"}


def test_brackets_without_numbers_count_up():
    assert form.decode("expand[]=a&expand[]=b") == {"expand": {"0": "a", "1": "b"}}


@pytest.mark.parametrize("body", ["a[b=1", "a]=1", "[a]=1", "a=1&a[b]=2", "a[b]=1&a=2", "a=%ff"])
def test_what_makes_no_sense_is_refused(body):
    with pytest.raises(StripeError, match="could not be parsed"):
        form.decode(body)
