import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Engine

from foundation.lib.money import Money

ENGINE = Engine(builtins=["foundation.lib.page_words"])


def said(source, **values):
    return ENGINE.from_string(source).render(Context(values))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Money(0), "Free"),
        (Money(500), "£5"),
        (Money(1250), "£12.50"),
        (Money(1205), "£12.05"),
        (Money(123_400), "£1,234"),
        (Money(500, "eur"), "€5"),
        (Money(500, "chf"), "5 CHF"),
    ],
)
def test_price_is_said_as_on_a_poster(amount, words):
    assert said("{{ amount|price }}", amount=amount) == words


@pytest.mark.parametrize(("amount", "words"), [(Money(0), "£0"), (Money(-500), "−£5"), (Money(-1250), "−£12.50")])
def test_money_that_moved_has_a_sign_and_no_free(amount, words):
    assert said("{{ amount|money }}", amount=amount) == words


@pytest.mark.parametrize(("left", "words"), [(-1, "Full"), (0, "Full"), (1, "1 place left"), (12, "12 places left")])
def test_places_are_said_in_words(left, words):
    assert said("{{ left|places_words }}", left=left) == words


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (22, "22nd")]
)
def test_ordinal_follows_english(number, words):
    assert said("{{ number|ordinal }}", number=number) == words


def test_moment_time_carries_the_instant_with_its_offset():
    at = dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC)

    html = said("{% moment_time at zone %}", at=at, zone=ZoneInfo("Europe/London"))

    expected = '<time datetime="2026-07-07T18:30:00+01:00">Tuesday 7 July 2026, 18:30, London time</time>'
    assert html == expected


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Linux"),
        ("curl/8.5", "A browser"),
    ],
)
def test_device_is_named_by_browser_and_system(user_agent, words):
    assert said("{{ user_agent|device }}", user_agent=user_agent) == words


def test_telephone_number_stays_on_one_line():
    assert said("{{ number|unbroken }}", number="020 7946 0000") == "020\N{NO-BREAK SPACE}7946\N{NO-BREAK SPACE}0000"


def test_people_are_named_as_in_a_sentence():
    assert said("{{ people|named }}", people=("Wei", "Patrick", "Ada")) == "Wei, Patrick and Ada"
