"""For the events app the clock stands still on 1 June 2026, the series has its usual venue, and events come from the
domain. The people are those of tests/support/cast.py."""

import pytest
from django.test import Client

from tests.events import evenings
from tests.support.factories import VenueFactory


@pytest.fixture
def series(frozen, series):
    """PMO London, at the Market Porter, £5, 60 places."""
    series.venue = VenueFactory(series=series)
    series.save(update_fields=["venue"])
    return series


@pytest.fixture
def event(series):
    """A published evening on Tuesday 7 July 2026, 18:30 London time."""
    return evenings.make_event(series)


@pytest.fixture
def signed_in():
    """`signed_in(user)` is a browser in which the user is signed in."""

    def sign_in(user) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return sign_in
