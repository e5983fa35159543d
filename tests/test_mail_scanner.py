"""S36: a mail scanner that opens every link of every mail, twice, changes nothing."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from tests.support import access, golden

LINK = re.compile(rf"{re.escape(settings.SITE_URL)}(/[^\s\"'<>)]*)")


def names_of_links():
    """The URL names behind the links of all golden mails: in text, in HTML, in diary files."""
    names = set()
    for name in golden.names():
        content = html.unescape((golden.FOLDER / name).read_text()).replace("<code>", "0" * 26)
        content = content.replace("\n ", "") if name.endswith(".ics") else content  # long lines are folded
        names |= {resolve(urlsplit(path).path).view_name for path in LINK.findall(content)}
    return names


@pytest.fixture
def house(db):
    return access.House()


def test_opening_every_link_twice_changes_nothing(house):
    linked = [address for address in access.addresses() if address.name in names_of_links()]

    with CaptureQueriesContext(connection) as queries:
        for address in linked:
            for method in (Client().get, Client().head) * 2:
                assert method(house.path(address)).status_code in (200, 302), address.name

    assert [query["sql"] for query in queries if access.is_change(query["sql"])] == []


def test_mails_lead_to_these_pages():
    """So that the test above cannot become empty."""
    assert names_of_links() >= {
        "account_login",
        "attendees:answer-transfer",
        "attendees:cancel-ticket",
        "attendees:decline-offer",
        "attendees:keep-place",
        "attendees:leave-waiting-list",
        "attendees:messages",
        "attendees:move-ticket",
        "attendees:people",
        "attendees:say-been-before",
        "attendees:switch-reminders",
        "attendees:wait",
        "attendees:waiting",
        "attendees:withdraw-consent",
        "events:accept-invitation",
        "flows:take-fewer",
        "pages:event",
        "pages:series",
        "pages:ticket",
        "payments:receipt",
        "payments:show-money",
    }
