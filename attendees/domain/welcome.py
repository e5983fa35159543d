"""Who is not welcome again at a series. A quiet rule: the person reads a neutral sentence, others read nothing.

It holds for what somebody books themselves, and for whom a helper lets in at the door. A host who puts a marked person
on the list has decided so.
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet

from attendees.domain.refused import AttendeeRefused
from attendees.models import NotWelcome, Profile
from events.domain import journal
from events.models import Series
from foundation.lib import codes
from foundation.lib.names import fold


class AskTheHost(AttendeeRefused):
    """What a helper reads, whatever the reason."""

    def __init__(self) -> None:
        super().__init__("Please ask the host to let them in.")


def check(series: Series, *emails: str) -> None:
    """Raises AttendeeRefused when one of these addresses is marked; one query. Blank addresses are nobody's."""
    wanted = [codes.pseudonym(email) for email in emails if email]
    if NotWelcome.objects.filter(series=series, address_code__in=wanted, lifted_at__isnull=True).exists():
        raise AttendeeRefused(f"We cannot book this online. Please write to {series.email}, and a person will answer.")


def check_at_door(series: Series, *, names: Collection[str], email: str = "") -> None:
    """Raises AskTheHost when one of these people may be somebody marked: by the address, or by a whole name, as people
    give little more at a door. The helper learns nothing else; two people of one name are the host's to tell apart.
    """
    said = {_plain(name) for name in names if len(name.split()) > 1}
    address = codes.pseudonym(email) if email else ""
    marked = _standing(series).values_list("profile__name", "address_code")
    if any(_plain(name) in said or code == address for name, code in marked):
        raise AskTheHost


def mark(profile: Profile, series: Series, *, reason: str, by: str, now: dt.datetime) -> None:
    """From now on no address of theirs books anything of the series; what they have stays. Twice keeps the first."""
    with transaction.atomic():
        Profile.objects.select_for_update(no_key=True).get(pk=profile.pk)
        theirs = Profile.objects.filter(Q(pk=profile.pk) | Q(merged_into=profile)).values_list("email", flat=True)
        wanted = {codes.pseudonym(email) for email in theirs}
        new = wanted - set(_standing(series).filter(address_code__in=wanted).values_list("address_code", flat=True))
        made = {"series": series, "profile": profile, "reason": reason, "marked_at": now, "marked_by": by[:120]}
        NotWelcome.objects.bulk_create([NotWelcome(address_code=code, **made) for code in sorted(new)])
        if new:
            journal.note(series, by=by, sentence=f"marked {profile.name} as not welcome again")


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


def _plain(name: str) -> str:
    return " ".join(fold(name).split())


def _standing(series: Series) -> QuerySet[NotWelcome]:
    return NotWelcome.objects.filter(series=series, lifted_at__isnull=True)
