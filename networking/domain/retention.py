"""What of people meeting is forgotten when. Each function may run twice and be cut off anywhere."""

import datetime as dt

from django.db.models import Q

from attendees.domain import retention
from attendees.models import Profile
from networking.models import (
    Ask,
    Block,
    Card,
    Feedback,
    LookOut,
    OwnNote,
    Pattern,
    Promise,
    Round,
    Swap,
    Talked,
    Wish,
)

ASKS_KEPT = dt.timedelta(days=90)
PRIVATE_ASKS_KEPT = dt.timedelta(days=30)
WISHES_KEPT = dt.timedelta(days=7)


def delete_asks(now: dt.datetime) -> int:
    """90 days after the evening a question is gone, a private one after 30; returns how many rows."""
    old = Ask.objects.filter(event__ends_at__lte=now - ASKS_KEPT)
    private = Ask.objects.filter(event__ends_at__lte=now - PRIVATE_ASKS_KEPT, is_private=True)
    return old.delete()[0] + private.delete()[0]


def delete_wishes(now: dt.datetime) -> int:
    """A week after the evening nobody needs its wishes and look-outs; blocks stay until taken back. How many rows."""
    before = now - WISHES_KEPT
    return sum(model._base_manager.filter(event__ends_at__lte=before).delete()[0] for model in (Wish, LookOut))


def forget_old(now: dt.datetime) -> int:
    """24 months after the evening nobody knows any more who met whom; returns how many rows.

    The card of a person of whom nothing else is left goes as well, and whom they would rather not sit with.
    """
    before = retention.months_ago(now)
    met = (Round, Swap, Promise, Talked, Feedback, Pattern)
    rows = [model._base_manager.filter(event__ends_at__lte=before) for model in met]
    notes = OwnNote.objects.filter(about__event__ends_at__lte=before)
    forgotten = Profile.objects.filter(email__endswith=retention.NOWHERE)
    cards = Card.objects.filter(profile__in=forgotten)
    blocks = Block.objects.filter(Q(by__in=forgotten) | Q(against__in=forgotten))
    return sum(found.delete()[0] for found in (*rows, notes, cards, blocks))
