"""Several senders and several beats at once, on PostgreSQL with real connections: each mail goes out once."""

import collections
import threading

import pytest
from django.db import connection

from foundation.lib import clock
from foundation.mail.domain import delivery, queue
from foundation.mail.models import Message
from foundation.sweeps.domain.leases import leased
from tests.foundation.mail.conftest import put_message

pytestmark = pytest.mark.postgres


@pytest.fixture
def at_once(transactional_db):
    """`at_once(4, work)` runs the work in so many threads that start together; returns what they returned."""

    def run(count, work):
        gate, results = threading.Barrier(count), []

        def one():
            try:
                gate.wait()
                results.append(work())
            finally:
                connection.close()

        threads = [threading.Thread(target=one) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run


def twice(post_office):
    """Recipients who got more than one copy."""
    counted = collections.Counter(mail.recipients[0] for mail in post_office.mails)
    return [to for to, copies in counted.items() if copies > 1]


def send(count=60):
    for number in range(count):
        put_message(f"{number}", to=f"{number}@mail.example")
    return lambda: delivery.send_due(clock.now())


def test_each_mail_goes_out_once_from_three_senders(post_office, at_once):
    work = send()

    taken = at_once(3, work)

    assert (sum(taken), len(post_office.mails), twice(post_office)) == (60, 60, [])
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_without_the_guard_three_senders_send_some_mails_twice(post_office, at_once, monkeypatch):
    """The negative control: a claim that looks and then writes."""

    def careless(message, *, now):
        until = clock.real_now() + queue.LEASE
        Message.objects.filter(pk=message.pk).update(state=Message.SENDING, sent_at=None, lease_until=until)
        return True

    monkeypatch.setattr(queue, "_claim", careless)
    work = send()

    at_once(3, work)

    assert twice(post_office) != []


def test_of_two_beats_one_gets_the_sweep(at_once):
    gate = threading.Barrier(2)

    def sweep():
        with leased("mine") as mine:
            gate.wait(10)
            return mine

    assert sorted(at_once(2, sweep)) == [False, True]
