import pytest
from django.conf import settings
from django.db import OperationalError

from flashmob.celery import app
from foundation.lib import page_policy
from tests.support.cast import signed_in

pytestmark = pytest.mark.django_db

BUTTON = "/my/card/take-picture-away/"


@pytest.fixture
def path(event):
    return f"/{event.series.slug}/{event.slug}/"


def test_page_for_everybody_knows_nobody(client, path, owner):
    for_visitor, for_owner = client.get(path), signed_in(owner).get(path)

    assert for_owner.content == for_visitor.content
    assert not hasattr(for_owner.wsgi_request, "user")
    assert (for_owner["Vary"], dict(for_owner.cookies)) == ("Accept-Encoding", {})


def test_page_for_everybody_has_the_headers_of_every_page(client, path):
    response = client.get(path)

    assert response["Content-Security-Policy"] == page_policy.written(settings.CONTENT_SECURITY_POLICY)
    assert response["Content-Length"] == str(len(response.content))
    assert {name: response[name] for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")} == {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }


def test_page_for_everybody_takes_nothing(client, path):
    assert client.post(path).status_code == 405


def test_page_for_everybody_says_so_when_the_database_is_busy(client, path, monkeypatch):
    def busy(*_):
        raise OperationalError

    monkeypatch.setattr("flashmob.pages.event.stamp_of", busy)

    response = client.get(path)

    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_unknown_evening_is_not_found(client, event):
    assert client.get(f"/{event.series.slug}/no-such-evening/").status_code == 404


def test_address_of_a_button_says_so_to_who_opens_it(client):
    answer = client.get(BUTTON, headers={"accept": "text/html"})

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Nothing to see at this address" in answer.text
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_address_of_a_button_stays_empty_for_a_program(client):
    answer = client.get(BUTTON, headers={"accept": "application/json"})

    assert (answer.status_code, answer.content) == (405, b"")


def test_only_what_was_done_wakes_the_worker(client, path, owner):
    app.control.purge()

    refused = client.post(f"{path}take/", {"name": "", "email": ""})
    nudges_of_refused = app.control.purge()
    done = signed_in(owner).post(BUTTON)

    assert (refused.status_code, nudges_of_refused) == (200, 0)
    assert (done.status_code, app.control.purge()) == (302, 1)
