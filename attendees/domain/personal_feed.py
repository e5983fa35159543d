"""One person's evenings as a calendar to subscribe to, behind a secret address that they can change."""

import datetime as dt
from itertools import groupby

from django.db.models import Q
from icalendar import Event as Entry

from attendees.domain import tickets
from attendees.models import Profile, SignUp, Ticket
from events.domain import diary, feeds
from foundation.lib import codes

NAME = "My evenings"


def owner(feed_code: str) -> Profile | None:
    """Whose feed has this secret; None for nobody's, and for somebody who asked to be erased."""
    profiles = Profile.objects.filter(feed_code=feed_code, erase_asked_at__isnull=True)
    return profiles.select_related("merged_into").first()


def of(profile: Profile, *, now: dt.datetime) -> bytes:
    """The evenings for which this person has places, bought or been given; cancelled ones for a month."""
    profile = profile.merged_into or profile
    mine = Ticket.objects.filter(Q(holder=profile) | Q(sign_up__buyer=profile)).filter(
        Q(state=Ticket.VALID) | Q(state=Ticket.CANCELLED, cancel_reason=tickets.EVENT_CANCELLED),
        feeds.shown(now, path="event__"),
    )
    ordered = mine.select_related("sign_up__event__series", "sign_up__event__venue").order_by(
        "event__starts_at", "sign_up_id", "seat"
    )
    by_sign_up = groupby(ordered, key=lambda ticket: ticket.sign_up)
    return feeds.feed(NAME, (_entry(sign_up, list(theirs)) for sign_up, theirs in by_sign_up))


def reset(profile: Profile) -> None:
    """A new secret: whoever had the old address sees nothing more."""
    profile.feed_code = codes.random_code()
    profile.save(update_fields=["feed_code"])


def _entry(sign_up: SignUp, theirs: list[Ticket]) -> Entry:
    event = sign_up.event
    confirmed = [ticket.confirmed_at for ticket in theirs if ticket.confirmed_at]
    stamp = max(event.changed_at, *confirmed) if confirmed else event.changed_at
    uid, sequence = sign_up.public_id, sign_up.diary_sequence
    if event.is_cancelled:
        return diary.evening(event, uid=diary.uid(uid), sequence=sequence, stamp=stamp, status="CANCELLED")
    return diary.booked(event, public_id=uid, sequence=sequence, places=len(theirs), stamp=stamp)
