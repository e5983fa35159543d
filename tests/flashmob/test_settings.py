"""The site does not start with what would make it unsafe, and says in words what is missing or wrong."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SERVER = {
    "SITE_URL": "https://pmo.example",
    "SECRET_KEY": "a-secret",
    "TICKET_SECRETS": "another-secret",
    "EMAIL_URL": "smtp://localhost:25",
    "STRIPE_SECRET_KEY": "sk_live_ours",
    "STRIPE_WEBHOOK_SECRET": "whsec_ours",
    # An empty one keeps the .env file's out.
    "DEMO": "", "DEBUG": "", "DATABASE_URL": "", "REDIS_URL": "", "STRIPE_API_URL": "",
}  # fmt: skip


@pytest.fixture
def start(tmp_path):
    """`start(NAME="value")` reads the settings of a server with that change; returns the last line that it said."""

    def read(**changes):
        wanted = {**SERVER, "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"], **changes}
        environment = {name: value for name, value in wanted.items() if value is not None}
        done = subprocess.run(
            [sys.executable, "-c", "import flashmob.settings"],
            cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        return done.stderr.strip().splitlines()[-1:]

    return read


def test_server_starts_with_all_its_secrets(start):
    assert start() == []


@pytest.mark.parametrize(
    "name", ["SITE_URL", "SECRET_KEY", "TICKET_SECRETS", "EMAIL_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"]
)
def test_start_without_a_secret_is_refused_and_names_it(start, name):
    (said,) = start(**{name: ""})

    assert f"ImproperlyConfigured: {name} is not set" in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SITE_URL": "http://pmo.example"}, "SITE_URL must be https://"),
        ({"DEMO": "true"}, "DEMO=true is for http://localhost only"),
        ({"DATABASE_URL": "postgres://localhost/x"}, "Set both DATABASE_URL and REDIS_URL"),
        ({"REDIS_URL": "redis://localhost"}, "Set both DATABASE_URL and REDIS_URL"),
        ({"DATABASE_URL": "mysql://localhost/x", "REDIS_URL": "redis://localhost"}, "DATABASE_URL must be postgres://"),
        ({"STRIPE_API_URL": "https://stripe.evil.example"}, "STRIPE_API_URL is for a simulator on this machine"),
    ],
)
def test_start_with_something_unsafe_is_refused_in_words(start, changes, words):
    (said,) = start(**changes)

    assert f"ImproperlyConfigured: {words}" in said


def test_demo_needs_nothing(start):
    nothing = dict.fromkeys(SERVER, None)

    assert start(**nothing | {"DEMO": "true"}) == []
