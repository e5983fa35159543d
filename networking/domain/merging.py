"""The part of people meeting in making one person of two entries; tickets, and their seats and swaps, move below."""

import datetime as dt

from django.db import transaction

from attendees.models import Profile
from networking.models import Block, Card, OwnNote


def carry_out(now: dt.datetime) -> int:
    """Move cards, blocks and notes to the entry that stays; returns how many entries had any. Twice is harmless.

    Where both have one, the entry that stays keeps its own.
    """
    gone = Profile.objects.filter(merged_into__isnull=False)
    owners = {
        *Card.objects.filter(profile__in=gone).values_list("profile", flat=True),
        *Block.objects.filter(by__in=gone).values_list("by", flat=True),
        *Block.objects.filter(against__in=gone).values_list("against", flat=True),
        *OwnNote.objects.filter(owner__in=gone).values_list("owner", flat=True),
    }
    for profile in Profile.objects.filter(pk__in=owners):
        with transaction.atomic():
            _move(profile, profile.merged_into_id)
    return len(owners)


def _move(goes: Profile, stays_id: int | None) -> None:
    if not Card.objects.filter(profile=stays_id).exists():
        Card.objects.filter(profile=goes).update(profile=stays_id)
    Card.objects.filter(profile=goes).delete()
    for block in Block.objects.filter(by=goes).exclude(against=stays_id):
        Block.objects.get_or_create(
            by_id=stays_id, against=block.against, defaults={"by_host": block.by_host, "said_at": block.said_at}
        )
    for block in Block.objects.filter(against=goes).exclude(by=stays_id):
        Block.objects.get_or_create(
            by=block.by, against_id=stays_id, defaults={"by_host": block.by_host, "said_at": block.said_at}
        )
    Block.objects.filter(by=goes).delete()
    Block.objects.filter(against=goes).delete()
    noted = OwnNote.objects.filter(owner=stays_id).values("about")
    OwnNote.objects.filter(owner=goes).exclude(about__in=noted).update(owner=stays_id)
    OwnNote.objects.filter(owner=goes).delete()
