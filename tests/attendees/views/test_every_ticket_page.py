"""What holds for each address that carries a ticket's code."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from attendees.models import Ticket
from tests.support.access import is_change
from tests.support.factories import SignUpFactory
from tests.support.meeting import asked
from tests.support.ticket_pages import path

PAGES = [
    (), ("cancel",), ("move",), ("rename",), ("answers",), ("address",), ("address", "code"), ("reminders",),
    ("been-before",), ("access-need",), ("kept",),
]  # fmt: skip
POSTED = PAGES[1:]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"


@pytest.mark.parametrize("parts", PAGES)
def test_get_twice_changes_nothing(client, pair, july, changed, parts):
    with CaptureQueriesContext(connection) as queries:
        for owner in (pair, *pair.tickets.all()):
            for _ in range(2):
                client.get(path(owner, *parts))
                client.head(path(owner, *parts))

    assert [query["sql"] for query in queries if is_change(query["sql"])] == []


@pytest.mark.parametrize("parts", PAGES)
def test_nobody_else_may_keep_it_and_no_search_engine_lists_it(client, pair, parts):
    response = client.get(path(pair, *parts))

    assert response.status_code in (200, 302)
    cache = response["Cache-Control"].split(", ")
    assert {"private", "no-store"} <= set(cache)
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("parts", POSTED)
def test_post_from_elsewhere_is_refused(pair, parts):
    strict, before = Client(enforce_csrf_checks=True), list(Ticket.objects.values_list())
    sent = {"places": ["1"], "all": "1", "name": "Eve", "who": "else", "email": "eve@mail.example"}

    answers = [
        strict.post(path(pair, *parts), sent),
        strict.post(path(pair, *parts), sent, headers={"origin": "https://evil.example"}),
        strict.post(path(pair, *parts), '{"places": ["1"]}', content_type="text/plain"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert list(Ticket.objects.values_list()) == before


@pytest.mark.parametrize("parts", PAGES)
def test_another_code_opens_another_ticket_only(client, pair, event, parts):
    other = SignUpFactory(event=event)

    html = client.get(path(other, *parts)).content.decode()

    assert [word for word in ("Ada", "Ben", "ada@mail.example", pair.manage_code) if word in html] == []


@pytest.mark.parametrize("parts", PAGES)
def test_companion_sees_nobody_elses_address_or_code(client, pair, parts):
    ben = pair.tickets.get(seat=2)

    html = client.get(path(ben, *parts)).content.decode()

    seen = [
        word for word in ("ada@mail.example", pair.manage_code, pair.tickets.get(seat=1).manage_code) if word in html
    ]
    assert seen == []


@pytest.mark.parametrize("parts", PAGES)
def test_hostile_names_are_shown_as_text(client, pair, parts):
    pair.tickets.update(name=HOSTILE)
    pair.name = HOSTILE
    pair.save()
    asked(pair.tickets.get(seat=1), HOSTILE)

    html = client.get(path(pair, *parts)).content.decode()

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert ">14" not in html


@pytest.mark.parametrize("done", ["//evil.example", "javascript:alert(1)", "<script>", "%0d%0aSet-Cookie:x=1"])
def test_what_stands_behind_the_address_is_never_shown_or_followed(client, pair, done):
    response = client.get(f"{path(pair)}?done={done}&next={done}")

    assert (response.status_code, "evil" in response.content.decode()) == (200, False)
    assert "alert(1)" not in response.content.decode()
    assert "Set-Cookie" not in response.headers
