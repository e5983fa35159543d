"""A1: no accessibility violation on any page, and nothing over its edge. Here on a phone, by day; `make soak` takes
every page, as it opens and as it refuses, in each size and theme.
"""

import pytest
from django.db import transaction
from django.test import Client

from tests.support import access, browser
from tests.support.shown_page import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
# What only somebody signed in, or nobody, may open; the owner opens all the rest.
ROLES = ("nobody", "attendee", "owner")
OTHERS = ("/accounts/login/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/",
          "/accounts/email/", "/accounts/password/change/", "/accounts/password/set/", "/accounts/password/reset/",
          "/accounts/reauthenticate/", "/accounts/sessions/", "/accounts/logout/", "/nothing/to/see/here/")  # fmt: skip


@pytest.fixture
def house(db):
    return access.House()


def opened(house, role):
    """(path, answer) of each page that this role opens, but for mails: they run nothing, not even axe."""
    rows, client = access.rows(), house.client(role)
    own = [house.path(address) for address in access.addresses() if rows[address.name, "GET"][role] == "yes"]
    for path in (*own, *OTHERS):
        answer = client.get(path)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html") and "Location" not in answer
        if is_page and "sandbox " not in answer["Content-Security-Policy"]:
            yield path, answer


def refused(house, role):
    """(path, answer) of each page with a form that was sent empty; nothing that was sent stays done."""
    cookies = house.client(role).cookies
    for path, answer in opened(house, role):
        client = Client(raise_request_exception=False)
        client.cookies = cookies
        with transaction.atomic():
            sent = client.post(path, Page(answer.content.decode()).hidden())
            transaction.set_rollback(True)
        if b"error-summary" in sent.content:
            yield path, sent


def faults(page, show, pages):
    """Path → what is wrong there, of all the pages."""
    found = {}
    for path, answer in pages:
        show(path, answer)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        wrong = browser.violations(page) + browser.over_the_edge(page)
        if wrong:
            found[path] = wrong
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_page_has_a_violation(page, show, house, role):
    pages = list(opened(house, role))

    assert len(pages) > 20
    assert faults(page, show, pages) == {}


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", ROLES)
def test_no_page_has_a_violation_in_any_size_and_theme(page, show, house, role, scheme, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)

    assert faults(page, show, [*opened(house, role), *refused(house, role)]) == {}


def test_public_pages_ask_only_our_own_site_and_little_of_it(page, live_app, event):
    asked = []
    page.on("requestfinished", lambda request: asked.append((request.url, request.sizes())))

    page.goto(f"{live_app}/{event.series.slug}/{event.slug}/", wait_until="networkidle")

    assert {url.split("/")[2] for url, _ in asked} == {live_app.split("/")[2]}
    assert len(asked) <= 6
    assert sum(sizes["responseBodySize"] + sizes["responseHeadersSize"] for _, sizes in asked) <= 60_000
    assert page.context.cookies() == []
