"""Telling the host something that nobody else is to know."""

import hashlib

from django.db import transaction

from attendees.models import Ticket
from foundation.lib import links, names
from foundation.mail.domain import outbox
from foundation.mail.domain.outbox import Draft, Sender
from foundation.mail.models import Message

MOST_AN_HOUR = 5


def send(ticket: Ticket, *, words: str, reach: str) -> None:
    """A mail to the host of the ticket's evening, whose answer goes to the person; the same words twice are one."""
    with transaction.atomic():
        outbox.write_all([draft(ticket, words=words, reach=reach)])


def draft(ticket: Ticket, *, words: str, reach: str) -> Draft:
    event = ticket.event
    said = hashlib.sha256(f"{reach}\n{words}".encode()).hexdigest()[:32]
    return Draft(
        key=f"private-word:{ticket.pk}:{said}",
        template="networking/private_word",
        to=event.series.email,
        to_name=event.series.host_name,
        context={
            "event": event,
            "series": event.series,
            "ticket": ticket,
            "first_name": names.first(event.series.host_name),
            "words": words,
            "reach": reach,
            "wishes_url": links.absolute(f"/desk/events/{event.pk}/wishes/"),
        },
        sender=Sender(name=event.series.name, reply_to=ticket.email or event.series.email),
        about_event=event.pk,
        priority=Message.SOON,
    )
