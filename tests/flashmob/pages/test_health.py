import datetime as dt

import pytest

from foundation.lib import clock
from foundation.mail.models import Message
from foundation.sweeps.models import Lease
from tests.foundation.mail.conftest import put_message
from tests.support import redis_server
from tests.support.ports import free_port, wait_for
from tests.support.visitors import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def beat():
    """A sweep that ended well a minute ago."""
    return Lease.objects.create(
        name="reminders", until=clock.real_now(), done_at=clock.real_now() - dt.timedelta(minutes=1)
    )


def asked(client, path="/readyz"):
    answer = client.get(path)
    return answer.status_code, answer.content.decode(), answer["Content-Type"], "no-store" in answer["Cache-Control"]


READY = (200, "ready\n", "text/plain", True)
NOT_READY = (503, "not ready\n", "text/plain", True)


def test_alive_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert asked(client, "/healthz") == (200, "ok\n", "text/plain", True)


def test_ready_while_beat_beats_and_mail_moves(client, beat):
    put_message("later", due_at=clock.now() + dt.timedelta(hours=1))

    assert asked(client) == READY


@pytest.mark.parametrize(("minutes", "said"), [(4, READY), (6, NOT_READY)])
def test_beat_that_stopped_is_not_ready(client, beat, minutes, said):
    Lease.objects.update(done_at=clock.real_now() - dt.timedelta(minutes=minutes))

    assert asked(client) == said


@pytest.mark.parametrize(("minutes", "said"), [(9, READY), (11, NOT_READY)])
def test_mail_that_nobody_takes_is_not_ready(client, beat, minutes, said):
    put_message("one", due_at=clock.now() - dt.timedelta(minutes=minutes))

    assert asked(client) == said


def test_mail_that_a_mail_server_refuses_is_no_trouble_of_ours(client, beat):
    put_message("one", due_at=clock.now() - dt.timedelta(hours=2), attempts=3, state=Message.DUE)

    assert asked(client) == READY


def test_what_is_wrong_stands_in_the_log_only(client, caplog):
    assert asked(client) == NOT_READY

    (record,) = [record for record in caplog.records if record.name == "flashmob.pages.health"]
    assert (record.getMessage(), record.troubles) == ("not ready", ["beat"])


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(240)
def test_server_is_ready_while_its_broker_and_its_beat_are_there(product):
    port, visitor = free_port(), Visitor(product.url)
    with redis_server.running(port=port):
        product.with_env(REDIS_URL=f"redis://127.0.0.1:{port}/0").web()
        before = visitor.get("/readyz").status
        product.worker()
        product.beat()
        wait_for(lambda: visitor.get("/readyz").status == 200, seconds=120, what="a sweep")

    assert (before, visitor.get("/readyz").status) == (503, 503)
