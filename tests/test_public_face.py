"""S37, S38, S41: what a server shows the world with each answer, asked as a browser behind our own proxy asks."""

import http.client
import re

import pytest

from events.models import Event
from tests.support.factories import EventFactory, SeriesFactory, SignUpFactory

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
HOST = "flashmob.example"
SECURE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; "
    "form-action 'self' https://checkout.stripe.com; frame-ancestors 'none'; img-src 'self' data:; "
    "manifest-src 'self'; media-src 'self'; script-src 'self'; style-src 'self'; worker-src 'self'"
)
TELLING = re.compile(r"Traceback|File \"|django|gunicorn|python/|\bSELECT\b|ZoneInfo|/flashmob/|version", re.IGNORECASE)


@pytest.fixture
def site(product, series):
    """A server outside the demo, with one good evening and one whose page breaks."""
    EventFactory(series=series, slug="june", title="June evening")
    broken = EventFactory(series=SeriesFactory(slug="elsewhere"), slug="broken")
    Event.objects.filter(pk=broken.pk).update(time_zone="Nowhere/Else")
    product.with_env(
        DEMO="false", SITE_URL=f"https://{HOST}", EMAIL_URL="smtp://127.0.0.1:9", TRUSTED_PROXY_COUNT="1",
        STRIPE_CHECKOUT_ORIGIN="https://checkout.stripe.com", LOG_LEVEL="CRITICAL",
    )  # fmt: skip
    product.web()
    return product


@pytest.fixture
def ask(site):
    """`ask("/path/")` is the answer with `.body`, by https unless told otherwise."""

    def send(path, method="GET", *, scheme="https", host=HOST, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        sent = {"Host": host, "X-Forwarded-Proto": scheme, "X-Forwarded-For": "192.0.2.7", **headers}
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        answer.body = answer.read().decode(errors="replace")
        connection.close()
        return answer

    return send


def stylesheet(page):
    return re.search(r'href="(/static/css/flashmob\.[^"]*\.css)"', page)[1]


def test_every_kind_of_answer_carries_the_headers_and_tells_nothing(ask):
    kinds = {
        "page": (200, ask("/pmo-london/june/")),
        "page with a form": (200, ask("/pmo-london/june/take/")),
        "picture": (200, ask("/pmo-london/june/picture.png")),
        "diary": (200, ask("/pmo-london/dates.ics")),
        "static": (200, ask(stylesheet(ask("/").body))),
        "alive": (200, ask("/healthz")),
        "redirect": (302, ask("/my/")),
        "without a slash": (301, ask("/privacy")),
        "not there": (404, ask("/nothing/to/see/here/")),
        "wrong code": (404, ask(f"/t/{'0' * 26}/")),
        "no form token": (403, ask("/sign-in/", "POST", body="email=a@b.example")),
        "wrong method": (405, ask("/stripe/webhook/")),
        "trace": (405, ask("/", "TRACE")),
        "other host": (400, ask("/privacy/", host="evil.example")),
        "broken": (500, ask("/elsewhere/broken/")),
    }

    assert {kind: answer.status for kind, (_, answer) in kinds.items()} == {
        kind: status for kind, (status, _) in kinds.items()
    }
    for kind, (status, answer) in kinds.items():
        found = {name: answer.headers[name] for name in SECURE}
        policy = "; ".join(sorted((answer.headers["Content-Security-Policy"] or "").split("; ")))
        assert (kind, found, policy) == (kind, SECURE, POLICY)
        assert (kind, answer.headers["Server"], answer.headers["X-Powered-By"]) == (kind, "gunicorn", None)
        if status >= 400:
            assert (kind, TELLING.findall(answer.body)) == (kind, [])


def test_plain_http_is_sent_to_https_whatever_it_asks_for(ask):
    for path in ("/", "/t/x/?a=1", stylesheet(ask("/").body)):
        answer = ask(path, scheme="http")

        assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config", "/.env", "/static/", "/static/css/", "/static/../flashmob/settings.py",
        "/static/%2e%2e/%2e%2e/etc/passwd", "/static/css/flashmob.css.map", "/media/", "/admin/", "/__debug__/",
        "/mailbox/", "/style/", "/simulator/",
    ],
)  # fmt: skip
def test_what_is_not_for_visitors_is_not_there(ask, path):
    answer = ask(path)

    assert (answer.status, TELLING.findall(answer.body)) == (404, [])


def test_health_tells_strangers_one_word(ask):
    alive, ready = ask("/healthz"), ask("/readyz")

    assert (alive.status, alive.body) == (200, "ok\n")
    assert (ready.status, ready.body) == (503, "not ready\n")  # no beat runs here


def test_cookies_are_ours_alone_and_none_comes_before_it_is_needed(ask, series):
    SignUpFactory(event=series.events.get(slug="june"))
    for path in ("/", "/pmo-london/", "/pmo-london/june/", "/privacy/", "/pmo-london/dates.ics", "/healthz"):
        assert ask(path).headers.get_all("Set-Cookie") is None, path

    form = ask("/pmo-london/june/take/")
    (cookie,) = form.headers.get_all("Set-Cookie")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.body)[1]
    sent = f"csrfmiddlewaretoken={token}&email=ada@mail.example"
    headers = {
        "Cookie": cookie.split(";")[0],
        "Referer": f"https://{HOST}/sign-in/",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    asked = ask("/sign-in/", "POST", body=sent, **headers)

    assert (asked.status, asked.headers["Location"]) == (302, "/sign-in/code/")
    cookies = {cookie, *asked.headers.get_all("Set-Cookie")}
    assert {each.split("=")[0] for each in cookies} == {"__Host-csrf", "__Host-session"}
    for each in cookies:
        attributes = {part.split("=")[0].strip().lower(): part.split("=")[-1] for part in each.split(";")[1:]}
        assert {"secure", "httponly"} <= set(attributes)
        assert (attributes["path"], attributes["samesite"]) == ("/", "Lax")
        assert "domain" not in attributes
