import json

import pytest

from networking.domain import deck

GOOD = {"title": "Line up", "how": "1. Stand.\n2. Talk.", "prompt": "What did you see?", "minutes": 9}


def a_deck(*activities):
    return json.dumps({"activities": activities})


def test_deck_is_read():
    (entry,) = deck.read(a_deck({**GOOD, "openers": ["Where?", " ", "Why?"], "tags": ["Here"]}))

    assert entry == deck.Entry("Line up", "1. Stand.\n2. Talk.", "What did you see?", 9, ["Where?", "Why?"], ["Here"])


def test_deck_written_reads_the_same():
    assert deck.read(deck.write(deck.HOUSE)) == list(deck.HOUSE)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title,how", "This is not a deck: the file is not JSON"),
        ("[" * 100_000, "This is not a deck: the file is not JSON"),
        ("[]", "This is not a deck: it has no list called “activities”"),
        (a_deck(*[GOOD] * 61), "A deck has 60 activities at most; this one has 61"),
        (a_deck("Line up"), "Activity 1 is not written in braces with its title, how, prompt and so on"),
        (a_deck({**GOOD, "title": " "}), "Activity 1: “title” is missing"),
        (a_deck({**GOOD, "how": 3}), "“Line up”: “how” is missing"),
        (a_deck({**GOOD, "how": "x" * 1201}), "“Line up”: “how” is longer than 1,200 letters"),
        (a_deck({**GOOD, "minutes": True}), "“Line up”: minutes is a number from 3 to 60"),
        (a_deck({**GOOD, "minutes": 61}), "“Line up”: minutes is a number from 3 to 60"),
        (a_deck({**GOOD, "openers": "Where?"}), "“Line up”: “openers” is a list of sentences in square brackets"),
        (a_deck({**GOOD, "tags": ["x" * 31]}), "“Line up”: one of “tags” is longer than 30 letters"),
        (a_deck({**GOOD, "tags": ["x"] * 9}), "“Line up”: “tags” has 8 at most"),
        (a_deck(GOOD, {**GOOD, "title": "LINE UP"}), "Two activities of this deck have the same title"),
    ],
)
def test_deck_that_cannot_be_read_says_why(text, sentence):
    with pytest.raises(deck.Unreadable) as refused:
        deck.read(text)

    assert str(refused.value) == sentence


def test_house_deck_has_what_an_evening_needs():
    assert 8 <= len(deck.HOUSE) <= 12
    for entry in deck.HOUSE:
        assert 4 <= len(entry.openers) <= 6, entry.title
        assert 3 <= len(entry.tags) <= 5, entry.title
        assert entry.how.startswith("1. "), entry.title
        assert all(opener.rstrip(".").endswith(("?", "plans it")) for opener in entry.openers), entry.title
