"""Who is not welcome again at a series. A quiet rule: the person reads a neutral sentence, others read nothing.

It holds for what somebody books themselves. A host who puts a marked person on the list has decided so.
"""

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from attendees.domain.refused import AttendeeRefused
from attendees.models import NotWelcome, Profile
from events.domain import journal
from events.models import Series
from foundation.lib import codes


def check(series: Series, *emails: str) -> None:
    """Raises AttendeeRefused when one of these addresses is marked; one query. Blank addresses are nobody's."""
    wanted = [codes.pseudonym(email) for email in emails if email]
    if NotWelcome.objects.filter(series=series, address_code__in=wanted, lifted_at__isnull=True).exists():
        raise AttendeeRefused(f"We cannot book this online. Please write to {series.email}, and a person will answer.")


def mark(profile: Profile, series: Series, *, reason: str, by: str, now: dt.datetime) -> None:
    """From now on this person's address books nothing of the series; what it has stays. Twice keeps the first."""
    try:
        with transaction.atomic():
            NotWelcome.objects.create(
                series=series,
                profile=profile,
                address_code=codes.pseudonym(profile.email),
                reason=reason,
                marked_at=now,
                marked_by=by[:120],
            )
            journal.note(series, by=by, sentence=f"marked {profile.name} as not welcome again")
    except IntegrityError:
        return


def lift(profile: Profile, series: Series, *, by: str, now: dt.datetime) -> None:
    """They are welcome again; twice is fine."""
    with transaction.atomic():
        if _standing(series).filter(profile=profile).update(lifted_at=now, lifted_by=by[:120]):
            journal.note(series, by=by, sentence=f"marked {profile.name} as welcome again")


def standing(profile: Profile, series: Series) -> NotWelcome | None:
    """The rule that holds for this person now, if any."""
    return _standing(series).filter(profile=profile).first()


def marked(profile_ids: Collection[int], series: Series) -> set[int]:
    """Which of these people are not welcome; one query, whatever their number."""
    return set(_standing(series).filter(profile__in=profile_ids).values_list("profile_id", flat=True))


def _standing(series: Series) -> QuerySet[NotWelcome]:
    return NotWelcome.objects.filter(series=series, lifted_at__isnull=True)
