"""Phones of those who walk through the journeys, with and without JavaScript."""

from urllib.parse import urlsplit

import pytest

from tests.support.cast import signed_in
from tests.support.killable_browser import KillableBrowser
from tests.support.line import Line


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


@pytest.fixture
def line(live_server):
    """The way to the server, which a test can cut."""
    address = urlsplit(live_server.url)
    line = Line(to=("127.0.0.1", address.port))
    yield line
    line.close()


@pytest.fixture
def killable(playwright, tmp_path):
    """A browser that a test can kill as a phone's battery does."""
    browser = KillableBrowser(playwright, tmp_path)
    yield browser
    browser.kill()
