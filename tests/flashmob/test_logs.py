import io
import json
import logging
import logging.config

import pytest

from flashmob import logs

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
