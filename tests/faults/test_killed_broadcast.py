"""A sweep killed with kill -9 while it writes to people: the next one goes on, and nobody gets it twice."""

import pytest
from django.core.cache import cache

from attendees.domain import broadcasts
from attendees.models import Broadcast
from foundation.lib import clock
from foundation.mail.models import Message
from foundation.sweeps.models import Lease
from tests.support.factories import EventFactory, SignUpFactory
from tests.support.ports import wait_for

PEOPLE = 300


@pytest.fixture
def broadcast(transactional_db):
    cache.clear()
    event = EventFactory(capacity=PEOPLE)
    SignUpFactory.create_batch(PEOPLE, event=event)
    wish = {"audience": "coming", "kind": "service", "subject": "The black door", "words": "We are upstairs."}
    broadcast = broadcasts.draft(event, wish=wish, key="one", by="Henry", now=clock.now())
    broadcasts.plan(broadcast, at=clock.now(), by="Henry", now=clock.now())
    return broadcast


@pytest.mark.slow
def test_killed_between_two_handfuls_everybody_gets_it_once(product, broadcast):
    mails = Message.objects.about(broadcast.about)
    sweeper = product.sweeper()
    wait_for(mails.exists, seconds=60, what="the first handful")
    sweeper.kill()
    broadcast.refresh_from_db()
    before, state = mails.count(), broadcast.state

    Lease.objects.update(until=clock.real_now())
    product.sweeper().wait()

    assert (0 < before < PEOPLE, state) == (True, Broadcast.SENDING), "it must have been killed on its way"
    assert mails.count() == mails.values("to").distinct().count() == PEOPLE
    broadcast.refresh_from_db()
    assert broadcast.state == Broadcast.SENT
