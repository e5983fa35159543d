"""People of an evening for tests of people meeting: a place, a regular, what somebody says of themselves."""

import datetime as dt

from networking.domain import asks
from networking.domain.asks import Question
from networking.models import Block, Card
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory, TicketFactory, now


def place(event, name="Somebody", *, person=None, sector="", **fields):
    """A valid place of somebody known by e-mail, with what views load beside it."""
    person = person or ProfileFactory(name=f"{name} Surname")
    ticket = SignUpFactory(event=event, buyer=person, sector=sector, people=[], **fields)
    return TicketFactory(sign_up=ticket, name=person.name)


def regular(event, name="Rita", *, came=2, **fields):
    """A place of somebody who was at `came` evenings of the series before."""
    ticket = place(event, name, **fields)
    for month in range(1, came + 1):
        before = EventFactory(series=event.series, starts_at=event.starts_at - dt.timedelta(days=30 * month))
        TicketFactory(sign_up=SignUpFactory(event=before, buyer=ticket.holder, people=[]), came=True)
    return ticket


def asked(ticket, words="", **question):
    """An open question of this ticket's person; a private one has words for which every answer is searched."""
    private = f"Case {ticket.pk} of somebody shortlisted: how do I tell my manager?"
    words = words or (private if question.get("seen") == asks.PRIVATE else "How do you plan a year?")
    return asks.ask(ticket, Question(words=words, **question), now=now())


def card(ticket, **said):
    """What this ticket's person says of themselves."""
    return Card.objects.create(profile=ticket.holder, changed_at=now(), **said)


def block(one, other):
    """The person of one ticket would rather not sit with the other's."""
    return Block.objects.create(by=one.holder, against=other.holder, said_at=now())
