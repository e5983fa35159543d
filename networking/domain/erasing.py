"""The part of people meeting in erasing somebody: what they said, wished, promised, and who they met, goes.

Seats stay, because they are the plan of others too, and say nothing once the ticket has lost its name.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from attendees.domain import erasing
from networking.models import (
    Answerer,
    Ask,
    Block,
    Card,
    Feedback,
    LookOut,
    OwnNote,
    Pattern,
    Promise,
    Swap,
    Talked,
    Wish,
)


def carry_out(now: dt.datetime) -> int:
    """Delete what is theirs of everybody who asked to be erased; returns how many rows. Twice is harmless."""
    theirs = erasing.asked(now)
    by_ticket = Q(ticket__holder__in=theirs)
    pairs = ((Swap, "asker", "other"), (Promise, "by", "to"), (Talked, "by", "to"), (LookOut, "regular", "newcomer"))
    rows = [
        Card.objects.filter(profile__in=theirs),
        Block.objects.filter(Q(by__in=theirs) | Q(against__in=theirs)),
        OwnNote.objects.filter(Q(owner__in=theirs) | Q(about__holder__in=theirs)),
        Wish.objects.filter(by_ticket | Q(other__holder__in=theirs)),
        *(model.objects.filter(by_ticket) for model in (Ask, Answerer, Feedback, Pattern)),
        *(
            model._base_manager.filter(Q(**{f"{one}__holder__in": theirs}) | Q(**{f"{other}__holder__in": theirs}))
            for model, one, other in pairs
        ),
    ]
    with transaction.atomic():
        return sum(found.delete()[0] for found in rows)
