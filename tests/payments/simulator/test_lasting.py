"""What is left after a restart, a kill, a fork."""

import signal
import socket
import subprocess
import sys
import textwrap
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import stripe

from tests.support import stripe_desk
from tests.support.ports import free_port
from tests.support.stripe_desk import SECRET, Inbox, receiving


def test_everything_is_still_there_after_a_restart(tmp_path, order):
    state = str(tmp_path / "state.sqlite3")
    once = {"idempotency_key": "once"}
    with stripe_desk.opened(state_path=state) as desk:
        session = desk.client.v1.checkout.sessions.create(order, options=once)
        desk.pay(session)
        paid = desk.client.v1.checkout.sessions.retrieve(session.id).to_dict()
        events = desk.client.v1.events.list().to_dict()
        desk.settle()

    with stripe_desk.opened(state_path=state) as desk:
        assert desk.client.v1.checkout.sessions.retrieve(session.id).to_dict() == paid
        assert desk.client.v1.events.list().to_dict() == events
        assert desk.client.v1.checkout.sessions.create(order, options=once).to_dict() == session.to_dict()
        assert desk.inbox.got == []


def test_what_waited_is_delivered_after_a_restart(tmp_path, order):
    state = str(tmp_path / "state.sqlite3")
    with stripe_desk.opened(state_path=state) as desk:
        desk.control("webhooks", delay=3600)
        session = desk.client.v1.checkout.sessions.create(order)
        desk.client.v1.checkout.sessions.expire(session.id)
        desk.settle()
        assert desk.inbox.got == []

    with stripe_desk.opened(state_path=state) as desk:
        desk.control("fast-forward", seconds=3600)
        desk.settle()

        assert desk.inbox.types == ["checkout.session.expired"]


def test_without_a_state_path_everything_is_gone(order):
    with stripe_desk.opened() as desk:
        session = desk.client.v1.checkout.sessions.create(order)

    with stripe_desk.opened() as desk, pytest.raises(stripe.InvalidRequestError):
        desk.client.v1.checkout.sessions.retrieve(session.id)


@contextmanager
def standing_alone(port, state, hook):
    command = [sys.executable, "-m", "payments.simulator", "--port", str(port), "--state", str(state)]
    process = subprocess.Popen([*command, "--webhook", hook, "--secret", SECRET], stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line == f"Stripe simulator on http://127.0.0.1:{port} (no money moves)\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_killed_simulator_has_lost_nothing(tmp_path, order):
    port, inbox = free_port(), Inbox()
    desk = stripe_desk.Desk(f"http://127.0.0.1:{port}", None, None, inbox)
    inbox.answers = [500] * 5
    with receiving(inbox) as hook:
        with standing_alone(port, tmp_path / "state", hook) as process:
            session = desk.client.v1.checkout.sessions.create(order)
            assert desk.pay(session) == {"outcome": "paid"}
            process.send_signal(signal.SIGKILL)
            process.wait()
        inbox.answers = []
        inbox.got.clear()

        with standing_alone(port, tmp_path / "state", hook):
            desk.control("fast-forward", seconds=120)
            desk.settle()
            assert desk.client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"

    assert session.url == f"http://localhost:{port}/c/pay/{session.id}"
    assert set(inbox.types) == {
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
        "charge.updated",
    }


def test_an_event_that_broke_off_half_way_is_none():
    """A killed sender's connection ends in the middle: the endpoint must not take the half for the whole."""
    inbox = Inbox()
    with receiving(inbox) as hook:
        place = urlsplit(hook)
        with socket.create_connection((place.hostname, place.port), timeout=10) as line:
            line.sendall(b'POST /hook HTTP/1.1\r\nContent-Length: 40\r\nStripe-Signature: t=1\r\n\r\n{"id": "evt_1", ')
            line.shutdown(socket.SHUT_WR)
            assert line.recv(1024) == b""

    assert inbox.got == []


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT])
def test_a_simulator_asked_to_stop_stops(tmp_path, way):
    port = free_port()

    with standing_alone(port, tmp_path / "state", "http://127.0.0.1:1/") as process:
        process.send_signal(way)

        assert process.wait(timeout=10) == 0


FORKING = """
    import io, json, os, sys, time
    from payments.simulator.app import create_app

    def ask(app, method, path, body=b""):
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/json", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost",
            "HTTP_AUTHORIZATION": "Bearer sk_test_practice", "wsgi.input": io.BytesIO(body),
        }
        return json.loads(b"".join(app(environ, lambda status, headers: None)))

    app = create_app(state_path=sys.argv[1], public_url="http://x", webhook_url=sys.argv[2], webhook_secret="whsec_1")
    ask(app, "GET", "/v1/balance")
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            form = (
                "mode=payment&success_url=http://x/&line_items[0][quantity]=1&line_items[0][price_data][currency]=gbp"
                "&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=A"
            )
            session = ask(app, "POST", "/v1/checkout/sessions", form.encode())
            ask(app, "POST", f"/v1/checkout/sessions/{session['id']}/expire")
            ask(app, "POST", "/_control/settle", b"{}")
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    listed = ask(app, "GET", "/v1/checkout/sessions")
    print(json.dumps([one["status"] for one in listed["data"]]))
    app.close()
"""


def test_forked_servers_share_the_state_and_each_delivers(tmp_path):
    inbox = Inbox()
    with receiving(inbox) as hook:
        command = [sys.executable, "-c", textwrap.dedent(FORKING), str(tmp_path / "state"), hook]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    assert (done.stdout, done.returncode) == ('["expired", "expired"]\n', 0), done.stderr
    assert inbox.types == ["checkout.session.expired"] * 2


@pytest.mark.parametrize("half", [{"webhook_url": "http://x/"}, {"webhook_secret": "whsec_1"}])
def test_a_webhook_needs_both_halves(half):
    given = {"state_path": None, "public_url": "http://x", "webhook_url": None, "webhook_secret": None, **half}

    with pytest.raises(ValueError, match="a webhook needs a URL and a secret"):
        stripe_desk.create_app(**given)
