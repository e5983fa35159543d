"""Bringing in who came before we counted, and tonight's guests who bought elsewhere. Twice is harmless.

First each line's fate is worked out and shown. Then the good lines are brought in, a handful in a transaction with its
mark of progress; whoever goes on after a crash works out the fates again, and what is in by then is known.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from attendees.domain import import_guests, import_past
from attendees.domain.import_fates import BROUGHT, Fate
from attendees.domain.import_terms import Terms
from attendees.domain.refused import AttendeeRefused
from attendees.models import PeopleImport
from events.domain import journal, places
from events.models import Event
from foundation.lib import clock
from foundation.sweeps.domain.leases import leased

SHORT = 200  # lines that a request may bring in itself
HANDFUL = 200
LONGEST_RUN = dt.timedelta(seconds=40)
SWEEP = "imports"


@dataclass(frozen=True)
class Plan:
    """What would happen. `unclear_dates`: 3/4/2026 is read as `month_first` says, which nothing proves."""

    fates: list[Fate]
    platform: str
    unclear_dates: bool = False
    month_first: bool = False

    @property
    def brought(self) -> list[Fate]:
        return [fate for fate in self.fates if fate.kind in BROUGHT]


def check(event: Event, what: str, text: str, terms: Terms, *, now: dt.datetime) -> Plan:
    """The fate of each line; nothing is saved. Raises AttendeeRefused for what is no list."""
    if what == PeopleImport.GUESTS:
        fates, platform = import_guests.check(event, text, terms, now=now)
        return Plan(fates, platform)
    checked = import_past.check(event.series, text, terms, now=now)
    return Plan(checked.fates, checked.platform, checked.unclear_dates, checked.month_first)


def want(event: Event, what: str, text: str, terms: Terms, *, key: str, by: str, now: dt.datetime) -> PeopleImport:
    """Save that this list is to be brought in, once per `key`; a short one is brought in at once.

    Raises AttendeeRefused for what is no list.
    """
    plan = check(event, what, text, terms, now=now)
    fields = {"event": event, "what": what, "text": text, "terms": terms.as_dict(), "by": by[:120], "wanted_at": now}
    job, _ = PeopleImport.objects.get_or_create(key=key, defaults={**fields, "total": len(plan.brought)})
    if job.total <= SHORT:
        with leased(SWEEP) as mine:
            if mine:
                _work(job, ends=clock.real_now() + LONGEST_RUN, now=now)
    job.refresh_from_db()
    return job


def work_due(now: dt.datetime) -> int:
    """Go on with every list that is not done, for 40 seconds of real time at most; returns how many lines."""
    ends = clock.real_now() + LONGEST_RUN
    waiting = PeopleImport.objects.filter(done_at__isnull=True).select_related("event__series").order_by("pk")
    return sum(_work(job, ends=ends, now=now) for job in waiting)


def are_waiting() -> bool:
    return PeopleImport.objects.filter(done_at__isnull=True).exists()


def _work(job: PeopleImport, *, ends: dt.datetime, now: dt.datetime) -> int:
    if job.done_at:
        return 0
    terms = Terms.read(job.terms)
    try:
        plan = check(job.event, job.what, job.text, terms, now=now)
        done, is_over = _bring(job, plan.brought, terms, ends=ends, now=now)
    except (places.Full, AttendeeRefused) as refusal:
        _finish(job, failure=str(refusal) or "All places are taken.", now=now)
        return 0
    if is_over:
        _finish(job, failure="", now=now)
    return done


def _bring(
    job: PeopleImport, fates: Sequence[Fate], terms: Terms, *, ends: dt.datetime, now: dt.datetime
) -> tuple[int, bool]:
    """How many lines this call brought in, and whether none is left."""
    size = HANDFUL if job.what == PeopleImport.PAST else 1
    for start in range(0, len(fates), size):
        if clock.real_now() >= ends:
            return start, False
        with transaction.atomic():
            _bring_some(job, fates[start : start + size], terms, now=now)
    return len(fates), True


def _bring_some(job: PeopleImport, some: Sequence[Fate], terms: Terms, *, now: dt.datetime) -> None:
    """In the caller's transaction, with its mark of progress."""
    brought = len(some)
    if job.what == PeopleImport.PAST:
        import_past.bring(job.event.series, some, terms, now=now)
    else:
        brought = sum(import_guests.bring(job.event, fate, terms, by=job.by, now=now) for fate in some)
    PeopleImport.objects.filter(pk=job.pk).update(brought=F("brought") + brought)


def _finish(job: PeopleImport, *, failure: str, now: dt.datetime) -> None:
    """The list is forgotten and the journal says what came of it; twice is harmless."""
    with transaction.atomic():
        mine = PeopleImport.objects.filter(pk=job.pk, done_at__isnull=True)
        if mine.update(done_at=now, text="", failure=failure[:200]):
            job.refresh_from_db(fields=["brought"])
            if job.brought:
                journal.note(job.event, by=job.by, sentence=f"brought in {job.brought} {_what(job)}")


def _what(job: PeopleImport) -> str:
    return "past visits from a list" if job.what == PeopleImport.PAST else "guests who booked elsewhere"
