"""Fixtures for journeys in a real Chromium, phone first, in London."""

import os
import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Error, Page, expect

from tests.support.needs import missing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OVER_THE_EDGE = """[...document.querySelectorAll("main *, header *")]
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1).map(each => each.outerHTML.slice(0, 200))"""
expect.set_options(timeout=15_000)  # a busy machine is slow
FIXTURES = {"page", "context", "new_context", "browser", "playwright"}


def program() -> str | None:
    """The path of Chromium: from the environment variable CHROMIUM, else by its common names."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Browser tests are marked, and share one worker of pytest-xdist."""
    for item in items:
        if FIXTURES & set(item.fixturenames):
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = program() or missing("Chromium (apt install chromium, or CHROMIUM=/path/to/it)")
    return {**browser_type_launch_args, "executable_path": found, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "viewport": {"width": 390, "height": 844},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "reduced_motion": "reduce",  # nothing is looked at half way from one colour to another
    }


@pytest.fixture
def page(page):
    """A phone's page on which no script may fail and no resource may be refused."""
    troubles = []
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("console", lambda message: "Content Security Policy" in message.text and troubles.append(message.text))

    yield page

    assert troubles == []


@pytest.fixture
def no_js_page(new_context):
    """A phone's page with JavaScript off."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def show(page):
    """`show(path, response)` puts what the test's own client got into the browser, with the site's styles and scripts.

    What it frames (a mail) is got by the same client. Nothing else answers: what a page asks for besides is not there.
    """
    site, shown = "http://localhost:8000", {}

    def answer(route):
        path = route.request.url.removeprefix(site)
        file = finders.find(path.removeprefix("/static/").partition("?")[0]) if path.startswith("/static/") else None
        if file:
            route.fulfill(path=file)
        elif path in shown:
            route.fulfill(body=shown[path].content, headers=dict(shown[path].items()))
        else:
            route.fulfill(status=404)

    def put(path, response):
        shown[path] = response
        for framed in re.findall(r'<iframe[^>]* src="([^"]+)"', response.content.decode()):
            shown[framed] = response.client.get(framed)
        page.goto(site + path)

    page.route("**/*", answer)
    return put


@pytest.fixture
def fits():
    """`fits(page)` asserts that nothing on the page reaches over its right edge."""

    def check(page: Page) -> None:
        assert over_the_edge(page) == [], page.url

    return check


@pytest.fixture
def axe():
    """`axe(page)` asserts that the page as it is now has no accessibility violation."""

    def check(page: Page) -> None:
        assert violations(page) == [], page.url

    return check


def arrived(page: Page, look: Callable[[], Any]) -> Any:
    """What `look` finds; again if the page went on to the next one meanwhile: after a click that has begun, no more."""
    for _ in range(5):
        page.wait_for_load_state()
        try:
            return look()
        except Error as error:
            if "Execution context was destroyed" not in error.message:
                raise
    return look()


def over_the_edge(page: Page) -> list[str]:
    return arrived(page, lambda: page.evaluate(OVER_THE_EDGE))


def violations(page: Page) -> list[str]:
    """What axe finds, one line each."""
    found = arrived(page, lambda: Axe().run(page).response["violations"])
    return [f"{rule['id']}: {rule['help']} {node['html']}" for rule in found for node in rule["nodes"]]
