"""Consent to marketing: given with its wording, withdrawn with one click."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from attendees.domain.choices import YES
from attendees.models import Consent, Profile, SignUp
from events.models import Series

WORDING = "Tell me about the next dates"


def give(profile: Profile, series: Series, *, source: str, now: dt.datetime) -> None:
    """Store the yes with its words, source and time; an earlier one that still stands is kept as it is."""
    if not given(profile, series):
        Consent.objects.bulk_create(
            [Consent(profile=profile, series=series, wording=WORDING, source=source, given_at=now)],
            ignore_conflicts=True,
        )


def go_along(sign_up: SignUp, *, to: Profile, now: dt.datetime) -> None:
    """The yes that came with a sign-up belongs to who gave it: with their address put right it stands there alone."""
    came_with_it = Consent.objects.filter(
        profile=sign_up.buyer, series=sign_up.event.series_id, given_at=sign_up.created_at, withdrawn_at__isnull=True
    )
    for consent in came_with_it:
        withdraw(consent, now=now)
        give(to, sign_up.event.series, source=consent.source, now=now)


def given(profile: Profile, series: Series) -> Consent | None:
    """The consent that stands now, if any."""
    return Consent.objects.filter(profile=profile, series=series, withdrawn_at__isnull=True).first()


def of(profile: OuterRef, *, series_id: int, news: str) -> Q:
    """Rows whose `profile` wants to hear of the series' next dates (`news` is YES), or does not (NO)."""
    asked = Exists(Consent.objects.filter(series=series_id, profile=profile, withdrawn_at__isnull=True))
    return Q(asked) if news == YES else ~Q(asked)


def withdraw(consent: Consent, *, now: dt.datetime) -> None:
    """Take it back; twice is fine."""
    Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True).update(withdrawn_at=now)
