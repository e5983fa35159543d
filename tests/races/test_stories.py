"""A story is taken back while a mail that quotes it is being written: on PostgreSQL."""

import datetime as dt
from contextlib import suppress
from threading import Event

import pytest
from django.db import OperationalError, transaction

from attendees.domain import letters, quotes, stories
from attendees.models import SignUp, Story, Ticket
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.at_once import at_once, raised
from tests.support.factories import EventFactory, SignUpFactory, TicketFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WORDS = "I nearly stayed at home."


@pytest.fixture
def told():
    """A published story of somebody's first evening."""
    past = EventFactory(starts_at=clock.now() - dt.timedelta(days=5))
    ticket = TicketFactory(sign_up=SignUpFactory(event=past, people=[]), came=True)
    when = {"told_at": clock.now(), "published_at": clock.now()}
    return Story.objects.create(
        series=past.series, ticket=ticket, words=WORDS, is_first=True, state=Story.PUBLISHED, **when
    )


def taken_back_meanwhile(told, monkeypatch, *, wait):
    """The text of a mail whose writer has read the stories, and then waits so many seconds at most while this one is
    taken back.
    """
    read, gone, welcome = Event(), Event(), letters._welcome

    def slowly(*args, **kwargs):
        read.set()
        gone.wait(wait)
        return welcome(*args, **kwargs)

    monkeypatch.setattr(letters, "_welcome", slowly)
    sign_up = SignUpFactory(event=EventFactory(series=told.series), buyer__email="ned@mail.example")

    def confirm():
        with transaction.atomic():
            letters.confirmed(SignUp.objects.get(pk=sign_up.pk).tickets.all(), now=clock.now())

    def take_back():
        read.wait(30)
        while not gone.is_set():
            with suppress(OperationalError):  # waited too long for the lock: somebody is asked to try again
                stories.take_back(Ticket.objects.get(pk=told.ticket_id), now=clock.now())
                gone.set()

    assert raised(at_once(confirm, take_back)) == []
    assert not Story.objects.exists()
    return Message.objects.get(to="ned@mail.example").text


def test_story_taken_back_while_it_is_quoted_stands_in_no_mail(told, monkeypatch):
    text = taken_back_meanwhile(told, monkeypatch, wait=0.5)

    assert (WORDS in text, quotes.TAKEN_BACK in text) == (False, True)


def test_without_the_lock_the_mail_keeps_it(told, monkeypatch, without_row_locks):
    """The negative control."""
    assert WORDS in taken_back_meanwhile(told, monkeypatch, wait=30)
