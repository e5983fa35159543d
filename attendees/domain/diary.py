"""The diary file of a sign-up. Each one made raises its SEQUENCE, so that diaries take the newest as the truth."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from attendees.models import SignUp
from events.domain import diary
from foundation.mail.domain import outbox

MIME = "text/calendar"


def request(sign_up: SignUp, *, to: str, name: str, now: dt.datetime) -> outbox.File:
    """The file that puts the evening into the diary of `to`, or brings it up to date there.

    For the buyer it tells how many places are left; anybody else has one. Saves the raised `diary_sequence`; call it
    in the transaction that writes the mail.
    """
    places = sign_up.tickets.valid().count() if to.lower() == sign_up.email else 1
    content = diary.request(
        sign_up.event,
        public_id=sign_up.public_id,
        sequence=_raise_sequence(sign_up),
        invitee=diary.Invitee(name=name, email=to, places=places),
        now=now,
    )
    return outbox.File(name="evening.ics", mime=MIME, content=content, method="REQUEST")


def cancel(sign_up: SignUp, *, to: str, name: str, now: dt.datetime) -> outbox.File:
    """The file that takes the evening out of the diary of `to`: their last place went, or the evening is off.

    Saves the raised `diary_sequence`; call it in the transaction that writes the mail.
    """
    content = diary.cancel(
        sign_up.event,
        public_id=sign_up.public_id,
        sequence=_raise_sequence(sign_up),
        invitee=diary.Invitee(name=name, email=to),
        now=now,
    )
    return outbox.File(name="cancelled.ics", mime=MIME, content=content, method="CANCEL")


def update(sign_up: SignUp, *, to: str, name: str, now: dt.datetime) -> outbox.File:
    """What the diary of `to` needs after a ticket went: `request` while a place is left, else `cancel`."""
    if sign_up.tickets.valid().exists() and not sign_up.event.is_cancelled:
        return request(sign_up, to=to, name=name, now=now)
    return cancel(sign_up, to=to, name=name, now=now)


def _raise_sequence(sign_up: SignUp) -> int:
    with transaction.atomic():
        SignUp.objects.filter(pk=sign_up.pk).update(diary_sequence=F("diary_sequence") + 1)
        sign_up.refresh_from_db(fields=["diary_sequence"])
    return sign_up.diary_sequence
