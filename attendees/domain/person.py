"""One person as the hosts of a series know them: where they were, what they need, what was written down."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from attendees.domain import people, series_people
from attendees.domain.series_people import Known
from attendees.models import NotWelcome, PastAttendance, PersonNote, Profile, Ticket
from events.domain import journal
from events.models import Series


@dataclass(frozen=True)
class Place:
    """One place that somebody has or had, `paying` in words; `need` only while the evening is to come."""

    ticket: Ticket
    paying: str
    is_coming: bool
    need: str


@dataclass(frozen=True)
class History:
    """`places` newest first; `noted` are evenings before we counted; `rule` is set for who is not welcome again."""

    known: Known
    places: list[Place]
    noted: list[PastAttendance]
    notes: list[PersonNote]
    rule: NotWelcome | None


def of(profile: Profile, series: Series, *, now: dt.datetime) -> History:
    """Everything on the person's page; a fixed number of queries."""
    mine = Ticket.objects.filter(Q(holder=profile) | Q(sign_up__buyer=profile), event__series=series)
    mine = mine.exclude(state=Ticket.EXPIRED).select_related("event", "sign_up", "access_need")
    return History(
        known=series_people.describe(series, [profile], now=now)[0],
        places=[_place(ticket, now=now) for ticket in mine.order_by("-event__starts_at", "sign_up_id", "seat")],
        noted=list(PastAttendance.objects.filter(profile=profile, series=series).order_by("-date")),
        notes=list(PersonNote.objects.filter(profile=profile, series=series)),
        rule=NotWelcome.objects.filter(profile=profile, series=series, lifted_at__isnull=True).first(),
    )


def note_look_up(profile: Profile, series: Series, *, by: str) -> None:
    """Opening somebody's page is written down, by number: the journal outlives names."""
    journal.note(series, by=by, sentence=f"opened the page of person {profile.pk}")


def write_note(profile: Profile, series: Series, *, words: str, by: str, now: dt.datetime) -> None:
    """For the hosts of this series only. The same words sent twice are one note."""
    with transaction.atomic():
        Profile.objects.select_for_update(no_key=True).get(pk=profile.pk)
        PersonNote.objects.get_or_create(
            profile=profile, series=series, words=words, defaults={"written_at": now, "written_by": by[:120]}
        )


def delete_note(profile: Profile, series: Series, *, note_id: int, by: str) -> None:
    """Twice is fine."""
    gone, _ = PersonNote.objects.filter(pk=note_id, profile=profile, series=series).delete()
    if gone:
        journal.note(series, by=by, sentence=f"deleted a note about person {profile.pk}")


def _place(ticket: Ticket, *, now: dt.datetime) -> Place:
    is_coming = ticket.is_live and not ticket.event.is_over(now)
    need = ticket.access_need.words if is_coming and hasattr(ticket, "access_need") else ""
    return Place(ticket=ticket, paying=people.paying(ticket), is_coming=is_coming, need=need)
