"""The diary file of a sign-up. Each change raises its SEQUENCE, so that diaries take the newest as the truth."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import F

from attendees.models import SignUp
from events.domain import diary
from foundation.mail.models import File


def raise_sequences(sign_ups: Sequence[SignUp]) -> None:
    """A step up for each, once before the files of one change are made; in the transaction that writes the mails.

    Saves `diary_sequence` and brings the instances up to date, with two queries whatever their number.
    """
    rows = SignUp.objects.filter(pk__in=[sign_up.pk for sign_up in sign_ups])
    rows.update(diary_sequence=F("diary_sequence") + 1)
    raised = dict(rows.values_list("pk", "diary_sequence"))
    for sign_up in sign_ups:
        sign_up.diary_sequence = raised[sign_up.pk]


def request(sign_up: SignUp, *, to: str, name: str, places: int, now: dt.datetime) -> File:
    """The file that puts the evening with so many places into the diary of `to`, or brings it up to date there."""
    content = diary.request(
        sign_up.event,
        public_id=sign_up.public_id,
        sequence=sign_up.diary_sequence,
        invitee=diary.Invitee(name=name, email=to, places=places),
        now=now,
    )
    return File(name="evening.ics", mime=File.DIARY, content=content, method="REQUEST")


def cancel(sign_up: SignUp, *, to: str, name: str, now: dt.datetime) -> File:
    """The file that takes the evening out of the diary of `to`: their last place went, or the evening is off."""
    content = diary.cancel(
        sign_up.event,
        public_id=sign_up.public_id,
        sequence=sign_up.diary_sequence,
        invitee=diary.Invitee(name=name, email=to),
        now=now,
    )
    return File(name="cancelled.ics", mime=File.DIARY, content=content, method="CANCEL")


def bring_up_to_date(sign_up: SignUp, *, to: str, name: str, places: int, now: dt.datetime) -> File:
    """What the diary of `to` needs now: `request` while `places` are left, else `cancel`."""
    if places and not sign_up.event.is_cancelled:
        return request(sign_up, to=to, name=name, places=places, now=now)
    return cancel(sign_up, to=to, name=name, now=now)
