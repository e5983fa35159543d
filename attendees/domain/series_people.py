"""Everybody who ever came to a series, booked or asked to hear of it: found, narrowed, a page at a time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from attendees.domain import appearances, consents, sectors, welcome
from attendees.domain.choices import Choice
from attendees.models import Consent, NotWelcome, PastAttendance, PersonNote, Profile, SignUp, Ticket
from events.models import Series

EVERYBODY, COMING, FIRST, CAME, NEVER, UNWELCOME = "everybody", "coming", "first", "came", "never", "not-welcome"
LABELS = {
    EVERYBODY: "Everybody",
    COMING: "Coming",
    FIRST: "Coming for the first time",
    CAME: "Have been",
    NEVER: "Never been",
    UNWELCOME: "Not welcome again",
}


@dataclass(frozen=True)
class Known:
    """One person as the list shows them. `said`: they came before we counted, without dates."""

    profile: Profile
    evenings: int
    last: dt.date | None
    said: bool
    is_coming: bool
    sector: str
    consent: Consent | None
    note: str
    is_welcome: bool

    @property
    def is_first_timer(self) -> bool:
        return self.is_coming and not self.evenings and not self.said


def of(series: Series) -> QuerySet[Profile]:
    """Who belongs to the series: came, had a place, or asked to hear of it. Nobody merged away or forgotten."""
    mine = {"event__series": series, "confirmed_at__isnull": False}
    bought = SignUp.objects.filter(event__series=series, buyer=OuterRef("pk"), tickets__confirmed_at__isnull=False)
    known = (
        Exists(Ticket.objects.filter(holder=OuterRef("pk"), **mine))
        | Exists(bought)
        | Exists(PastAttendance.objects.filter(series=series, profile=OuterRef("pk")))
        | Exists(Consent.objects.filter(series=series, profile=OuterRef("pk")))
    )
    return Profile.objects.filter(known, merged_into__isnull=True, erase_asked_at__isnull=True)


def find(series: Series, choice: Choice, *, now: dt.datetime) -> QuerySet[Profile]:
    """The people that `choice` fits, by name."""
    found = _shown(series, choice.show, now=now)
    if choice.sector:
        found = found.filter(sectors.of_profile(choice.sector, series_id=series.pk))
    if choice.news:
        found = found.filter(consents.of(OuterRef("pk"), series_id=series.pk, news=choice.news))
    for word in choice.query.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found.order_by(Lower("name"), "pk")


def describe(series: Series, profiles: Sequence[Profile], *, now: dt.datetime) -> list[Known]:
    """What a list says of these people; seven queries, whatever their number."""
    ids = [profile.pk for profile in profiles]
    been = appearances.at_series(ids, series)
    coming = _coming(series, now=now).filter(holder__in=ids)
    said_before = dict(
        coming.order_by(F("been_before_at").asc(nulls_first=True)).values_list("holder_id", "been_before_at")
    )
    said = SignUp.objects.filter(event__series=series, buyer__in=ids).exclude(sector="").order_by("pk")
    sector = dict(said.values_list("buyer_id", "sector"))
    given = Consent.objects.filter(series=series, profile__in=ids, withdrawn_at__isnull=True)
    consent = {one.profile_id: one for one in given}
    notes = PersonNote.objects.filter(series=series, profile__in=ids).order_by("pk")
    note = dict(notes.values_list("profile_id", "words"))
    unwelcome = welcome.marked(ids, series)
    return [
        Known(
            profile=profile,
            evenings=len(been.days.get(profile.pk, ())),
            last=max(been.days.get(profile.pk, ()), default=None),
            said=profile.pk in been.said or said_before.get(profile.pk) is not None,
            is_coming=profile.pk in said_before,
            sector=sectors.LABELS.get(profile.sector or sector.get(profile.pk, ""), ""),
            consent=consent.get(profile.pk),
            note=note.get(profile.pk, ""),
            is_welcome=profile.pk not in unwelcome,
        )
        for profile in profiles
    ]


def _shown(series: Series, show: str, *, now: dt.datetime) -> QuerySet[Profile]:
    everybody = of(series)
    coming = _coming(series, now=now).filter(holder=OuterRef("pk"))
    came = (
        Exists(Ticket.objects.checked_in().filter(event__series=series, holder=OuterRef("pk")))
        | Exists(PastAttendance.objects.filter(series=series, profile=OuterRef("pk")))
        | Exists(coming.filter(been_before_at__isnull=False))
    )
    if show == COMING:
        return everybody.filter(Exists(coming))
    if show == FIRST:
        return everybody.filter(Exists(coming)).exclude(came)
    if show == CAME:
        return everybody.filter(came)
    if show == NEVER:
        return everybody.exclude(came)
    if show == UNWELCOME:
        standing = NotWelcome.objects.filter(series=series, profile=OuterRef("pk"), lifted_at__isnull=True)
        return everybody.filter(Exists(standing))
    return everybody


def _coming(series: Series, *, now: dt.datetime) -> QuerySet[Ticket]:
    """Valid places of evenings that are not over."""
    return Ticket.objects.valid().filter(event__series=series, event__ends_at__gt=now)
