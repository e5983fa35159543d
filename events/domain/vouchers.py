"""Codes that make a place cheaper, for some people, some evenings, some time; and places set aside for them."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from events.domain import journal, places
from events.domain.refused import EventRefused
from events.models import Event, Series, Voucher
from foundation.lib import names

UNKNOWN = "We do not know this code. Look whether it is typed as you got it."
SECOND_TAP = dt.timedelta(minutes=2)
OVER = "This code is no longer valid."


def create(series: Series, *, values: Mapping[str, Any], by: str, now: dt.datetime) -> Voucher:
    """Save a code (names as the model's fields) and set its places aside.

    The same code made twice within two minutes is one: a second tap. Raises EventRefused when the words are in use,
    and places.Full when fewer are left than it sets aside.
    """
    try:
        with transaction.atomic():
            aside = values.get("reserved", 0)
            voucher = Voucher.objects.create(series=series, created_at=now, set_aside=aside, **values)
            journal.note(voucher.event or series, by=by, sentence=f"made the code {voucher.words}")
            if voucher.event_id and voucher.reserved:
                places.claim(voucher.event_id, voucher.reserved)
    except IntegrityError as taken:
        if same := _just_made(series, values, now=now):
            return same
        raise EventRefused("There is a code with these words already.") from taken
    return voucher


def _just_made(series: Series, values: Mapping[str, Any], *, now: dt.datetime) -> Voucher | None:
    asked = {name: value for name, value in values.items() if name != "reserved"}
    fresh = Voucher.objects.filter(series=series, ended_at__isnull=True, created_at__gt=now - SECOND_TAP)
    return fresh.filter(**asked, set_aside=values.get("reserved", 0)).first()


def end(voucher: Voucher, *, by: str, now: dt.datetime) -> None:
    """The code is worth nothing from now on, and what is left of its places is free for all. Twice is harmless."""
    with transaction.atomic():
        locked = Voucher.objects.select_for_update().get(pk=voucher.pk)
        if locked.ended_at:
            return
        Voucher.objects.filter(pk=locked.pk).update(ended_at=now, reserved=0)
        journal.note(locked.event or locked.series, by=by, sentence=f"ended the code {locked.words}")
        if locked.event_id and locked.reserved:
            places.release(locked.event_id, locked.reserved)


def end_due(now: dt.datetime) -> int:
    """End those whose time has passed, or whose evening is over or cancelled; returns how many."""
    over = Q(ends_at__lte=now) | Q(event__ends_at__lte=now) | Q(event__state=Event.CANCELLED)
    due = list(Voucher.objects.filter(over, ended_at__isnull=True).order_by("pk"))
    for voucher in due:
        end(voucher, by="Flashmob", now=now)
    return len(due)


def find(event: Event, typed: str, *, now: dt.datetime) -> Voucher:
    """The code that somebody typed for this evening. Raises EventRefused with the sentence for them."""
    words = typed.strip()
    found = Voucher.objects.filter(series=event.series_id, words__iexact=words).order_by("ended_at", "-id").first()
    if found is None or found.event_id not in (None, event.pk):
        raise EventRefused(UNKNOWN)
    if not found.is_open(now):
        raise EventRefused(OVER)
    return found


def lock(voucher: Voucher, *, now: dt.datetime) -> Voucher:
    """The code as it is now, held until the caller's transaction ends; raises EventRefused when it ended meanwhile."""
    locked = Voucher.objects.select_for_update().get(pk=voucher.pk)
    if not locked.is_open(now):
        raise EventRefused(OVER)
    return locked


def use_reserved(voucher: Voucher, *, event_id: int, count: int) -> int:
    """Take up to `count` of the places set aside for a locked code; returns how many the caller need not claim."""
    if voucher.event_id != event_id:
        return 0
    used = min(voucher.reserved, count)
    Voucher.objects.filter(pk=voucher.pk).update(reserved=F("reserved") - used)
    return used


def hold(voucher_id: int) -> Voucher:
    """The code as it is now, ended or not, held until the caller's transaction ends."""
    return Voucher.objects.select_for_update().get(pk=voucher_id)


def use_left(voucher_id: int, *, event_id: int, count: int) -> int:
    """`use_reserved` of a code that may have ended, and then has nothing left."""
    return use_reserved(hold(voucher_id), event_id=event_id, count=count)


def put_back(voucher: Voucher, count: int) -> int:
    """So many of the caller's places are set aside again for a held code; returns how many."""
    Voucher.objects.filter(pk=voucher.pk).update(reserved=F("reserved") + count)
    return count


def forget(called: Collection[str], *, series_ids: Collection[int]) -> None:
    """Write "somebody" for these names in the notes of these series' codes."""
    for voucher in Voucher.objects.filter(series__in=series_ids).exclude(note=""):
        without = names.forgotten(voucher.note, called)
        if without != voucher.note:
            Voucher.objects.filter(pk=voucher.pk).update(note=without[:100])


def of_series(series: Series) -> QuerySet[Voucher]:
    """All its codes, those in use first, the newest first."""
    return (
        Voucher.objects.filter(series=series)
        .select_related("series", "event")
        .order_by(F("ended_at").desc(nulls_first=True), "-id")
    )
