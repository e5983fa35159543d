"""Telling the host something that nobody else is to know."""

from django.db import transaction

from attendees.domain import host_mails
from attendees.models import Ticket
from foundation.mail.domain import outbox

MOST_AN_HOUR = 5


def send(ticket: Ticket, *, words: str, reach: str) -> None:
    """A mail to the host of the ticket's evening, whose answer goes to the person; the same words twice are one."""
    with transaction.atomic():
        outbox.write_all([host_mails.private_word_draft(ticket, words=words, reach=reach)])
