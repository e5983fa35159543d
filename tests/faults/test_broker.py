"""The broker refuses, or accepts and never answers: visitors do not notice, and every mail goes out all the same."""

import socket
import time
from contextlib import closing, contextmanager

import pytest

from foundation.mail.models import Message
from tests.support import redis_server
from tests.support.factories import EventFactory, SeriesFactory
from tests.support.ports import free_port, wait_for
from tests.support.visitors import Visitor

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(300)]
PEOPLE = [f"person{number}@mail.example" for number in range(30)]


@contextmanager
def refusing():
    """A port on which nobody listens."""
    yield free_port()


@contextmanager
def silent():
    """A port that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=200)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def evening(product, smtp):
    product.with_env(EMAIL_URL=smtp.url, HOLD_SHARE_PER_ADDRESS="1")  # all thirty come from one address
    return EventFactory(
        series=SeriesFactory(slug="pmo-london"), slug="june", title="June evening", price_amount=0, capacity=40
    )


def take_places(product):
    """Thirty people take a place each; returns what they were answered."""
    product.web()
    Visitor(product.url).get("/pmo-london/june/take/")  # the first page after a start is slow for other reasons
    visitors = [Visitor(product.url) for _ in PEOPLE]
    opened = [visitor.get("/pmo-london/june/take/") for visitor in visitors]
    time.sleep(2)  # nobody fills in a form faster
    sent = [visitor.send(name="Ada", email=email) for visitor, email in zip(visitors, PEOPLE, strict=True)]
    return opened + sent


@pytest.mark.parametrize("broken", [refusing, silent])
def test_broken_broker_costs_visitors_nothing_and_cron_sends_the_mails(broken, product, evening, smtp):
    with broken() as port:
        answers = take_places(product.with_env(REDIS_URL=f"redis://127.0.0.1:{port}/0"))
        product.command("sweep", check=False)  # Stripe is not there either

    assert {(answer.status, "/t/" in answer.url) for answer in answers[30:]} == {(200, True)}
    assert max(answer.seconds for answer in answers) < 3
    assert sorted(mail.recipients[0] for mail in smtp.mails) == sorted(PEOPLE)


def test_mails_go_out_within_two_minutes_of_the_brokers_return(product, evening, smtp):
    port = free_port()
    take_places(product.with_env(REDIS_URL=f"redis://127.0.0.1:{port}/0"))
    waiting = Message.objects.unsent().count()

    with redis_server.running(port=port):
        product.worker()
        product.beat()
        wait_for(lambda: len(smtp.mails) == 30, seconds=120, what="thirty mails")
        product.close()

    assert waiting == 30
