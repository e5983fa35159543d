"""A note from the host to everyone coming, looked at before it goes."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from attendees.domain import addressees, drafts, letters
from attendees.domain.refused import AttendeeRefused
from attendees.models import Ticket
from events.domain import journal
from events.models import Event
from foundation.lib import plain
from foundation.mail.domain import rendering


@dataclass(frozen=True)
class Preview:
    """The mail as the first of `people` addresses will read it, but for the address of their ticket."""

    people: int
    subject: str = ""
    text: str = ""


def preview(event: Event, *, words: str, by: str, now: dt.datetime) -> Preview:
    """Nothing is sent and nothing saved."""
    addresses = addressees.each_once(
        [
            to
            for sign_up, theirs in addressees.gather(Ticket.objects.for_event(event.pk).valid())
            for to in addressees.of(sign_up, theirs)
        ]
    )
    if not addresses:
        return Preview(0)
    first = addresses[0]
    draft = drafts.note(first, words=words, by=by, token="", now=now)
    mail = rendering.render(draft.template, draft.context)
    # Whoever has a ticket's address manages it: that is for its person alone.
    return Preview(len(addresses), mail.subject, mail.text.replace(first.ways_in.manage_code, "…"))


def send(event: Event, *, words: str, by: str, token: str, now: dt.datetime) -> int:
    """Write the note to everyone coming; returns how many mails, 0 when this `token` has been sent.

    Raises AttendeeRefused when the evening is over or not on.
    """
    if not event.is_published or event.is_over(now):
        raise AttendeeRefused("This evening is over or not published, so nobody is coming.")
    with transaction.atomic():
        sent = letters.note_to_everyone(event, words=words, by=by, token=token, now=now)
        if sent:
            journal.note(event, by=by, sentence=f"wrote to everyone coming: {plain.one_line(words, at_most=300)}")
    return sent
