"""Senders killed with kill -9 at any moment: no mail is lost, and one sent twice is recognisably one."""

import collections
import random
import socket
import time
from contextlib import closing

import pytest
from django.db import connection, transaction

from foundation.lib import clock
from foundation.mail.models import Message
from tests.foundation.mail.conftest import put_message
from tests.support.ports import free_port, wait_for


@pytest.fixture
def senders(product, smtp):
    """`senders.sender()` is a process that sends to the SMTP server."""
    return product.with_env(EMAIL_URL=smtp.url)


def leases_run_out():
    """As if three minutes had passed; only when no sender lives."""
    Message.objects.filter(state=Message.SENDING).update(lease_until=clock.real_now())


def nobody_waits():
    """PostgreSQL would still do what a dead client asked for; with the machine gone it would not."""
    if connection.vendor == "postgresql":
        waiting = "wait_event_type = 'Lock' AND datname = current_database()"
        connection.cursor().execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {waiting}")


def copies(smtp):
    """How often each recipient got which Message-IDs."""
    got = collections.defaultdict(list)
    for mail in smtp.mails:
        got[mail.recipients[0]].append(mail.message["Message-ID"])
    return got


def test_killed_before_the_server_heard_of_it_the_mail_goes_out_once(senders, smtp):
    message = put_message("one")
    with closing(socket.create_server(("127.0.0.1", free_port()))) as silent:
        senders.with_env(EMAIL_URL=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        sender = senders.sender()
        wait_for(lambda: Message.objects.filter(state=Message.SENDING).exists(), seconds=30, what="the claim")
        sender.kill()

    leases_run_out()
    senders.with_env(EMAIL_URL=smtp.url).sender().wait()

    assert copies(smtp) == {"ada@mail.example": [message.message_id]}


def test_killed_after_the_server_took_it_the_mail_goes_out_twice_with_one_id(senders, smtp):
    message = put_message("one")
    smtp.hang, smtp.keep_hung = 1, True
    sender = senders.sender()
    wait_for(lambda: smtp.mails, seconds=30, what="DATA")
    with transaction.atomic():
        # The sender hears 250 and waits for this lock to write down what it heard.
        Message.objects.select_for_update().get()
        if connection.vendor == "sqlite":
            connection.cursor().execute("UPDATE mail_message SET id = id")
        time.sleep(2)
        sender.kill()
        nobody_waits()
    smtp.hang = 0

    before = Message.objects.get().state
    leases_run_out()
    senders.sender().wait()

    assert (before, Message.objects.get().state) == ("sending", "sent")
    assert copies(smtp) == {"ada@mail.example": [message.message_id] * 2}


def test_three_senders_at_once_send_each_mail_once(senders, smtp):
    for number in range(200):
        put_message(f"{number}", to=f"{number}@mail.example")

    running = [senders.sender() for _ in range(3)]
    for sender in running:
        sender.wait()

    assert sorted(len(ids) for ids in copies(smtp).values()) == [1] * 200
    assert smtp.connections >= 2, "more than one must have had work"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_of_a_thousand_mails_none_is_lost_under_random_kills(senders, smtp):
    for number in range(1000):
        put_message(f"{number}", to=f"{number}@mail.example")
    chance, kills = random.Random(27), 0

    while Message.objects.unsent().exists():
        leases_run_out()
        target = len(smtp.mails) + chance.randint(1, 100)
        sender = senders.sender()
        wait_for(lambda t=target, s=sender: len(smtp.mails) >= t or s.popen.poll() is not None, seconds=60)
        kills += sender.popen.poll() is None
        sender.kill()

    got = copies(smtp)
    twice = [ids for ids in got.values() if len(ids) > 1]
    assert kills >= 10, "the test must have killed somebody"
    assert set(got) == {f"{number}@mail.example" for number in range(1000)}
    assert len(twice) <= kills
    assert all(len(set(ids)) == 1 for ids in got.values())
