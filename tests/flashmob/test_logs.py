import io
import json
import logging
import logging.config

import pytest
from django.core.management import call_command
from django.test import Client

from attendees.models import SignUp
from flashmob import logs
from tests.support import filled_forms, log_watch
from tests.support.cast import signed_in
from tests.support.factories import EventFactory

SECRET = "7zq5canarycode"


@pytest.fixture
def written():
    """What is logged, as the dicts that a server's log would hold."""
    config = logs.config(level="INFO", is_json=True)
    handler = logging.StreamHandler(stream := io.StringIO())
    configurator = logging.config.DictConfigurator(config)
    handler.setFormatter(configurator.configure_formatter(config["formatters"]["lines"]))
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_request_is_logged_by_route_and_never_by_path(client, db, written):
    client.get(f"/t/{SECRET}/")

    lines = written()

    assert [(line["method"], line["route"], line["status"]) for line in lines if line["event"] == "request"] == [
        ("GET", "t/<slug:code>/", 404)
    ]
    assert SECRET not in json.dumps(lines)


def test_error_keeps_its_trace_and_loses_its_path(client, db, written, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("flashmob.pages.home.stamp_of", None)

    client.get(f"/?next={SECRET}")

    (error,) = [line for line in written() if line["logger"] == "django.request"]
    assert error["event"] == "Internal Server Error"
    assert "TypeError" in error["exception"]
    assert SECRET not in json.dumps(error)


def test_watch_finds_who_is_logged():
    watch = log_watch.Watch()

    for words in ("to ada@mail.example", "Henry Host did it", "4242424242424242", "a sweep did something"):
        watch.handle(logging.makeLogRecord({"msg": words, "name": "flashmob"}))

    assert len(watch.found) == 3


@pytest.mark.django_db
def test_journey_of_a_person_leaves_nothing_of_them_in_the_logs(written, post_office, series, host, monkeypatch):
    name, email = "Quilla Canary", "quilla.canary@work.example"
    event = EventFactory(series=series, price_amount=0)
    desk, visitor = signed_in(host), Client(raise_request_exception=False)
    form_code = filled_forms.code_shown(monkeypatch)

    place = {"name": name, "email": email, "form_code": form_code}
    visitor.post(f"/{series.slug}/{event.slug}/take/", place)
    post_office.refused[email] = f"550 no {email} here"
    visitor.post("/sign-in/", {"email": email})
    visitor.post("/lost/", {"email": email})
    desk.post(f"/desk/{series.slug}/people/", {"q": email})
    desk.post(f"/desk/events/{event.pk}/import/", {"what": "past", "text": f"{email},{name},x", "form_code": form_code})
    visitor.get(f"/t/{name}/?email={email}")
    call_command("sweep", verbosity=0)

    lines = written()
    assert SignUp.objects.get().email == email
    assert len(lines) > 5
    assert not [line for line in lines if "quilla" in json.dumps(line).lower()]
