"""A simulator on a real loopback port, with everything that passes it held against Stripe's shapes, and a
webhook endpoint that keeps what it gets."""

import json
import threading
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import stripe

from payments.simulator import form, server
from payments.simulator.app import create_app
from tests.support import stripe_shapes

SECRET = "whsec_practice"
KEY = "sk_test_practice"


class Watched:
    """A WSGI app whose API traffic is looked at on the way through."""

    def __init__(self, app):
        self.app, self.wrong, self.seen = app, [], 0

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = _Body(body)
        statuses = []

        def start(status, headers, *rest):
            statuses.append(int(status[:3]))
            return start_response(status, headers, *rest)

        answer = b"".join(self.app(environ, start))
        if path.startswith("/v1/"):
            self.seen += 1
            self._look(environ, path, body, statuses[0], json.loads(answer))
        return [answer]

    def _look(self, environ, path, body, status, answer):
        method = environ["REQUEST_METHOD"]
        where = f"{method} {path} ({status})"
        self.wrong += [f"{where}: {error}" for error in stripe_shapes.errors(answer)]
        if status == 200:
            sent = form.decode(environ["QUERY_STRING"] if method == "GET" else body.decode())
            self.wrong += [f"{where}: {error}" for error in stripe_shapes.request_errors(method, path, sent)]


class _Body:
    def __init__(self, body):
        self._body = body

    def read(self, size=-1):
        size = len(self._body) if size < 0 else size
        part, self._body = self._body[:size], self._body[size:]
        return part


class Inbox:
    """What the webhook endpoint got: bodies and signatures in order. `answers` are given first, then 200."""

    def __init__(self):
        self.got, self.answers, self.wrong = [], [], []

    @property
    def events(self):
        return [json.loads(body) for body, _ in self.got]

    @property
    def types(self):
        return [event["type"] for event in self.events]

    def take(self, body, signature):
        self.got.append((body, signature))
        try:
            self.wrong += [f"webhook: {error}" for error in stripe_shapes.errors(json.loads(body))]
        except ValueError:
            self.wrong.append("webhook: no JSON")
        return self.answers.pop(0) if self.answers else 200


class Desk:
    """What a test needs: the real client, the control API, the inbox, the pages."""

    def __init__(self, url, app, watched, inbox):
        self.url, self.app, self.watched, self.inbox = url, app, watched, inbox
        self.client = self.client_with(KEY)

    def client_with(self, key, **options):
        return stripe.StripeClient(key, base_addresses={"api": self.url}, **options)

    def control(self, path, **wish):
        """POSTs a wish; gives the answer."""
        return self._ask(path, json.dumps(wish).encode())

    def look(self, path):
        return self._ask(path, None)

    def _ask(self, path, body):
        request = urllib.request.Request(
            f"{self.url}/_control/{path}", data=body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def settle(self):
        """Waits for the webhooks that are due; a busy machine is slow."""
        assert self.control("settle", timeout=15) == {"idle": True}

    def pay(self, session, **wish):
        return self.control(f"sessions/{session.id}/pay", **wish)

    def check_shapes(self):
        wrong = self.watched.wrong + self.inbox.wrong
        assert not wrong, "\n".join(wrong)


@contextmanager
def running(listening):
    """A bound server, serving; gives its URL."""
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


@contextmanager
def receiving(inbox):
    """A webhook endpoint; gives its URL. Of a sender that dies half way it gets nothing, as any server would."""

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self):
            size = int(self.headers["Content-Length"])
            body = self.rfile.read(size)
            if len(body) < size:
                return
            self.send_response(inbox.take(body.decode(), self.headers["Stripe-Signature"]))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)) as url:
        yield f"{url}/hook?from=stripe"


@contextmanager
def opened(*, state_path=None, inbox=None, webhook=True):
    """A desk; in the end every shape that passed must have been right."""
    inbox = inbox or Inbox()
    late = Late()
    with receiving(inbox) as hook, running(server.make(late, host="127.0.0.1", port=0)) as url:
        app = create_app(
            state_path=state_path,
            public_url=url,
            webhook_url=hook if webhook else None,
            webhook_secret=SECRET if webhook else None,
        )
        late.app = Watched(app)
        desk = Desk(url, app, late.app, inbox)
        try:
            yield desk
        finally:
            app.close()
    desk.check_shapes()


class Late:
    """Takes the port before there is an app, which has to know its own address."""

    app = None

    def __call__(self, environ, start_response):
        return self.app(environ, start_response)
