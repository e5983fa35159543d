"""Consent to marketing: given with its wording, withdrawn with one click."""

import datetime as dt

from attendees.models import Consent, Profile
from events.models import Series

WORDING = "Tell me about the next dates"


def give(profile: Profile, series: Series, *, source: str, now: dt.datetime) -> None:
    """Store the yes with its words, source and time; an earlier one that still stands is kept as it is."""
    if not given(profile, series):
        Consent.objects.bulk_create(
            [Consent(profile=profile, series=series, wording=WORDING, source=source, given_at=now)],
            ignore_conflicts=True,
        )


def given(profile: Profile, series: Series) -> Consent | None:
    """The consent that stands now, if any."""
    return Consent.objects.filter(profile=profile, series=series, withdrawn_at__isnull=True).first()


def withdraw(consent: Consent, *, now: dt.datetime) -> None:
    """Take it back; twice is fine."""
    Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True).update(withdrawn_at=now)
