import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest

from events.domain import diary_links
from tests.events.domain.test_diary import evening


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://flashmob.example"


def test_google_link_opens_the_evening_at_the_right_instant():
    link = diary_links.google(evening())

    assert link.startswith("https://calendar.google.com/calendar/render?")
    assert parse_qs(urlsplit(link).query) == {
        "action": ["TEMPLATE"],
        "text": ["July evening; bring a friend, or two"],
        "dates": ["20260707T173000Z/20260707T200000Z"],
        "details": ["https://flashmob.example/pmo-london/july/"],
        "location": ["The Market Porter, 9 Stoney Street, London, SE1 9AA"],
    }


def test_outlook_link_opens_the_evening_at_the_right_instant():
    link = diary_links.outlook(evening())

    query = parse_qs(urlsplit(link).query)
    assert link.startswith("https://outlook.live.com/calendar/0/action/compose?")
    assert dt.datetime.fromisoformat(query["startdt"][0]) == evening().starts_at
    assert dt.datetime.fromisoformat(query["enddt"][0]) == evening().ends_at
    assert query["subject"] == ["July evening; bring a friend, or two"]


@pytest.mark.parametrize("make", [diary_links.google, diary_links.outlook])
@pytest.mark.parametrize("letter", ["x", "é", "🎉", "&", " a"])
def test_a_link_stays_short_and_whole_whatever_is_written(make, letter):
    event = evening(title=letter * 100, venue_name=letter * 100, slug="y" * 60)

    link = make(event)

    assert len(link) <= 2000
    assert link.isascii()
    assert all(len(values) == 1 for values in parse_qs(urlsplit(link).query, strict_parsing=True).values())
