import io
import json

import pytest

SETTINGS = {
    "webhooks": {"drop": 0, "duplicate": 0, "delay": 0.0, "shuffle": False, "types": []},
    "outage": {"mode": "none", "seconds": 30.0, "requests": -1},
    "refunds": {"outcome": "succeed", "seconds": 2.0},
}


HANDED_ON = [
    {"REMOTE_ADDR": "192.0.2.7"},
    {"REMOTE_ADDR": ""},
    {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    {"HTTP_FORWARDED": "for=192.0.2.7"},
    {"HTTP_HOST": "flashmob.example"},
    {"HTTP_HOST": "rebound.example:8000"},
]


def ask(desk, path, *, method="POST", body=b"{}", **environ):
    """Straight to the app, as another server or another machine would hand it on."""
    statuses = []
    asked = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "wsgi.input": io.BytesIO(body),
        **environ,
    }
    answer = b"".join(desk.app(asked, lambda status, headers: statuses.append(int(status[:3]))))
    return statuses[0], json.loads(answer)


@pytest.mark.parametrize("environ", HANDED_ON)
def test_only_this_machine_is_in_control(desk, session, environ):
    status, answer = ask(desk, "/_control/reset", **environ)

    assert (status, answer) == (403, {"error": "The control API answers this machine only."})
    assert desk.client.v1.checkout.sessions.retrieve(session.id).status == "open"


@pytest.mark.parametrize("environ", HANDED_ON)
def test_only_this_machine_asks_the_api(desk, paid, environ):
    status, answer = ask(
        desk, "/v1/events", method="GET", body=b"", HTTP_AUTHORIZATION="Bearer sk_test_practice", **environ
    )

    assert (status, answer) == (
        403,
        {
            "error": {
                "message": "The simulator's API answers this machine only.",
                "type": "invalid_request_error",
            }
        },
    )


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]", "[::1]:8000"])
def test_this_machine_has_several_names(desk, host):
    assert ask(desk, "/_control/settle", HTTP_HOST=host) == (200, {"idle": True})


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_on_another_page_controls_nothing(desk, session, content_type):
    status, _ = ask(desk, "/_control/reset", CONTENT_TYPE=content_type)

    assert status == 400
    assert desk.client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_the_settings_are_shown(desk):
    shown = desk.look("")

    assert shown.pop("endpoint").endswith("/hook?from=stripe")
    assert shown == SETTINGS


def test_resetting_forgets_everything(desk, paid):
    desk.settle()
    desk.control("webhooks", drop=3)
    desk.control("outage", mode="unavailable", requests=0)

    desk.control("reset")

    shown = desk.look("")
    shown.pop("endpoint")
    assert shown == SETTINGS
    assert desk.client.v1.events.list().data == []
    assert desk.client.v1.checkout.sessions.list().data == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("webhooks", b'{"lose": 3}'),
        ("webhooks", b"[]"),
        ("webhooks", b"{"),
        ("outage", b'{"mode": "gone"}'),
        ("refund-outcome", b'{"outcome": "maybe"}'),
        ("disputes", b"{}"),
        ("fast-forward", b"{}"),
        ("endpoint", b'{"url": "http://localhost/"}'),
        ("endpoint", b'{"url": "file:///etc/passwd", "secret": "whsec_1"}'),
        ("endpoint", b'{"url": "http://localhost:port/", "secret": "whsec_1"}'),
    ],
)
def test_a_wish_that_is_not_understood_is_refused(desk, path, body):
    status, answer = ask(desk, f"/_control/{path}", body=body)

    shown = desk.look("")
    shown.pop("endpoint")
    assert status == 400
    assert "error" in answer
    assert shown == SETTINGS


def test_an_unknown_control_is_not_found(desk):
    assert ask(desk, "/_control/money")[0] == 404


def test_looking_changes_nothing(desk, session):
    assert ask(desk, "/_control/reset", method="GET")[0] == 404
    assert desk.client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_a_session_can_be_made_to_lie(desk, session):
    desk.control(f"sessions/{session.id}/change", amount_total=1, currency="eur", client_reference_id="other")

    seen = desk.client.v1.checkout.sessions.retrieve(session.id)
    assert (seen.amount_total, seen.currency, seen.client_reference_id) == (1, "eur", "other")
