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
from foundation.mail.domain.rendering import Rendered


@dataclass(frozen=True)
class Preview:
    """The mail as the first of `people` addresses will read it; None when nobody has an address."""

    people: int
    mail: Rendered | None


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
        return Preview(0, None)
    draft = drafts.note(addresses[0], words=words, by=by, token="", now=now)
    return Preview(len(addresses), rendering.render(draft.template, draft.context))


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
