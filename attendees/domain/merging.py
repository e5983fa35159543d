"""Two entries for one person become one. A host says so; the sweep moves what belongs to the entry that goes.

The entry that goes keeps its address and points to the one that stays: what comes in for it later moves along. A no
counts more than a yes, for news, reminders and being welcome.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from attendees.domain import quotes, series_people, welcome
from attendees.domain.refused import AttendeeRefused
from attendees.models import (
    Consent,
    NotQuoted,
    NotWelcome,
    PastAttendance,
    PersonNote,
    Profile,
    SignUp,
    Ticket,
    WaitingListEntry,
)
from events.domain import journal
from events.models import Series

BY_ITSELF = "Flashmob"
OWNED = ((Ticket, "holder"), (SignUp, "buyer"), (Consent, "profile"), (PastAttendance, "profile"),
         (PersonNote, "profile"), (NotWelcome, "profile"), (WaitingListEntry, "person"),
         (NotQuoted, "author"))  # fmt: skip


@dataclass(frozen=True)
class Outlook:
    """What would move. `ends_news`: one of them said no, so no news goes to either."""

    tickets: int
    past: int
    notes: int
    ends_news: bool


def find_other(stays: Profile, series: Series, *, email: str) -> Profile:
    """The entry of this address that could become one with `stays`. Raises AttendeeRefused with the reason why not.

    Somebody who signs in settles it themselves, and a host's word reaches no further than their series.
    """
    goes = series_people.of(series).filter(email=email.strip().lower()).exclude(pk=stays.pk).first()
    if goes is None:
        raise AttendeeRefused("Nobody else among the people of this series has this address.")
    if goes.user_id:
        raise AttendeeRefused("Somebody signs in with this address. Open their page and merge the other way round.")
    if _is_known_elsewhere(goes, series):
        raise AttendeeRefused("This person is known to another meet-up as well, so they cannot be merged here.")
    return goes


def are_one(stays: Profile, *, email: str) -> bool:
    """Whether the entry of this address has become one with `stays`."""
    return Profile.objects.filter(email=email.strip().lower(), merged_into=stays).exists()


def outlook(goes: Profile, stays: Profile) -> Outlook:
    """Nothing is saved."""
    said_no = any(_said_no(one, series_id) for one in (goes, stays) for series_id in _asked(goes, stays))
    return Outlook(
        tickets=Ticket.objects.filter(holder=goes).count(),
        past=PastAttendance.objects.filter(profile=goes).count(),
        notes=PersonNote.objects.filter(profile=goes).count(),
        ends_news=said_no,
    )


def merge(goes: Profile, *, into: Profile, series: Series, by: str) -> None:
    """From now on the one entry is in no list; the sweep moves what it has. Twice is harmless."""
    with transaction.atomic():
        if Profile.objects.filter(pk=goes.pk, merged_into__isnull=True, user__isnull=True).update(merged_into=into):
            Profile.objects.filter(merged_into=goes).update(merged_into=into)
            journal.note(series, by=by, sentence=f"merged person {goes.pk} into person {into.pk}")


def carry_out(now: dt.datetime) -> int:
    """Move what merged entries still have; returns how many entries. May run twice, or be killed between two."""
    has_something = Q(pk__in=[])
    for model, owner in OWNED:
        has_something |= Q(Exists(model._default_manager.filter(**{owner: OuterRef("pk")})))
    merged = list(Profile.objects.filter(has_something, merged_into__isnull=False).values_list("pk", flat=True))
    for pk in merged:
        with transaction.atomic():
            _move(pk, now=now)
    return len(merged)


def _move(goes_id: int, *, now: dt.datetime) -> None:
    goes = Profile.objects.select_for_update(of=("self",)).select_related("merged_into").get(pk=goes_id)
    stays = goes.merged_into
    if stays is None:
        return
    _move_tickets(goes, stays)
    SignUp.objects.filter(buyer=goes).update(buyer=stays)
    WaitingListEntry.objects.filter(person=goes).update(person=stays)
    _move_past(goes, stays)
    _move_consents(goes, stays, now=now)
    _move_rules(goes, stays, now=now)
    PersonNote.objects.filter(profile=goes).update(profile=stays)
    quotes.move_apart(goes.pk, stays.pk)
    Profile.objects.filter(pk=stays.pk).update(
        sector=stays.sector or goes.sector,
        years=stays.years or goes.years,
        reminders_off_at=stays.reminders_off_at or goes.reminders_off_at,
    )


def _move_tickets(goes: Profile, stays: Profile) -> None:
    """One person holds one live ticket of an evening: of two, the one that was used; the other is by name only."""
    theirs = {ticket.event_id: ticket for ticket in Ticket.objects.live().filter(holder=stays)}
    for ticket in Ticket.objects.filter(holder=goes).select_for_update().order_by("pk"):
        other = theirs.get(ticket.event_id) if ticket.is_live else None
        if other is None:
            Ticket.objects.filter(pk=ticket.pk).update(holder=stays)
        elif ticket.checked_in_at and not other.checked_in_at:
            Ticket.objects.filter(pk=other.pk).update(holder=None)
            Ticket.objects.filter(pk=ticket.pk).update(holder=stays)
        else:
            Ticket.objects.filter(pk=ticket.pk).update(holder=None)


def _move_past(goes: Profile, stays: Profile) -> None:
    """An evening that both came to is one evening."""
    known = set(PastAttendance.objects.filter(profile=stays).values_list("series_id", "date"))
    mine = PastAttendance.objects.filter(profile=goes)
    double = [one.pk for one in mine if (one.series_id, one.date) in known]
    mine.filter(pk__in=double).delete()
    mine.update(profile=stays)


def _move_consents(goes: Profile, stays: Profile, *, now: dt.datetime) -> None:
    for series_id in _asked(goes, stays):
        standing = Consent.objects.filter(series=series_id, withdrawn_at__isnull=True)
        if _said_no(goes, series_id) or _said_no(stays, series_id):
            standing.filter(profile__in=[goes, stays]).update(withdrawn_at=now)
        elif standing.filter(profile=stays).exists():
            standing.filter(profile=goes).update(withdrawn_at=now)  # the older evidence stays on record
    Consent.objects.filter(profile=goes).update(profile=stays)


def _move_rules(goes: Profile, stays: Profile, *, now: dt.datetime) -> None:
    """Who is not welcome with one address is not with the other."""
    NotWelcome.objects.filter(profile=goes).update(profile=stays)
    for rule in NotWelcome.objects.filter(profile=stays, lifted_at__isnull=True).select_related("series"):
        welcome.mark(stays, rule.series, reason=rule.reason, by=BY_ITSELF, now=now)


def _asked(goes: Profile, stays: Profile) -> list[int]:
    """The series of which either said something about news."""
    said = Consent.objects.filter(profile__in=[goes, stays])
    return list(said.order_by("series_id").values_list("series_id", flat=True).distinct())


def _said_no(profile: Profile, series_id: int) -> bool:
    """Whether their last word about news of this series is a no."""
    said = Consent.objects.filter(profile=profile, series=series_id).aggregate(
        all=Count("pk"), standing=Count("pk", filter=Q(withdrawn_at__isnull=True))
    )
    return bool(said["all"]) and not said["standing"]


def _is_known_elsewhere(profile: Profile, series: Series) -> bool:
    return (
        Ticket.objects.filter(holder=profile).exclude(event__series=series).exists()
        or SignUp.objects.filter(buyer=profile).exclude(event__series=series).exists()
        or Consent.objects.filter(profile=profile).exclude(series=series).exists()
        or PastAttendance.objects.filter(profile=profile).exclude(series=series).exists()
    )
