"""Phones of those who walk through the journeys, with and without JavaScript."""

import pytest

from tests.support.cast import signed_in


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def phone(request):
    """A phone, twice."""
    return request.getfixturevalue("page" if request.param == "with JavaScript" else "no_js_page")


@pytest.fixture
def sign_in(live_server):
    """`sign_in(page, user)`: from now on that page's browser is the user's; returns the page."""

    def enter(page, user):
        session = signed_in(user).cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        return page

    return enter
