"""Consent to marketing: given with its wording, withdrawn with one click."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from attendees.domain import ticket_links
from attendees.domain.choices import YES
from attendees.models import Consent, NotWelcome, Profile, SignUp
from events.models import Series
from foundation.mail.domain import outbox

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


def standing(series_id: int) -> QuerySet[Consent]:
    """All that may be used for this series now, with their profiles: of people still with us, and welcome."""
    found = Consent.objects.filter(series=series_id, withdrawn_at__isnull=True, profile__erase_asked_at__isnull=True)
    marked = NotWelcome.objects.filter(series=series_id, profile=OuterRef("profile"), lifted_at__isnull=True)
    return found.filter(~Exists(marked)).select_related("profile").order_by("pk")


def lock(series_id: int, emails: Iterable[str]) -> Mapping[str, outbox.Consent]:
    """What allows a marketing mail to each of these addresses that agreed, by address.

    Until the caller's transaction ends nobody can withdraw it, so that a withdrawal finds every mail written before it.
    """
    found = standing(series_id).select_for_update(of=("self",)).filter(profile__email__in=list(emails))
    return {
        consent.profile.email: outbox.Consent(given_at=consent.given_at, unsubscribe_url=ticket_links.stop(consent))
        for consent in found
    }


def withdraw(consent: Consent, *, now: dt.datetime) -> None:
    """Take it back, with every mail that it allowed and that is not yet sent; twice is fine."""
    with transaction.atomic():
        Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True).update(withdrawn_at=now)
        outbox.withdraw_marketing(unsubscribe_url=ticket_links.stop(consent))
