"""S9: a form without its token is refused, whoever sends it, at every address that takes one."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.support import access

# Stripe signs its own; the one-click withdrawal of RFC 8058 comes from a mail program and can only be withdrawn once.
EXEMPT = {"payments:webhook", "attendees:withdraw-consent"}
TAKES_FORMS = sorted(
    {name for (name, method), roles in access.rows().items() if method == "POST" and roles["owner"] == "yes"} - EXEMPT
)


@pytest.fixture
def house(db):
    return access.House()


def strangers(house):
    """The owner's browser, and a visitor's."""
    for role in ("owner", "attendee"):
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = house.client(role).cookies
        yield browser


@pytest.mark.parametrize("name", TAKES_FORMS)
def test_a_form_without_its_token_is_refused(house, name):
    (address,) = (address for address in access.addresses() if address.name == name)

    for browser in strangers(house):
        answers = [
            browser.post(house.path(address)),
            browser.post(house.path(address), HTTP_ORIGIN="https://evil.example"),
            browser.post(house.path(address), json.dumps({"then": "publish"}), content_type="text/plain"),
        ]

        assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_signing_in_needs_its_token_too(db):
    assert (
        Client(enforce_csrf_checks=True).post(reverse("accounts:sign-in"), {"email": "a@b.example"}).status_code == 403
    )
