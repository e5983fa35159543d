"""Events: making, publishing, editing and cancelling them. The only module that moves an Event.

`by` is the name of the person for the journal. What follows from a fact (mails, refunds) is found by the sweeps of
the apps above; only reminders that are no longer true are taken back here, before anybody can send them.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from events.domain import addresses, differences, drafts, journal, places, rhythm, words
from events.domain.refused import EventRefused
from events.models import Event, Series
from foundation.lib import dates, local_times, states
from foundation.mail.domain import outbox

COPIED = (
    "venue",
    "title",
    "time_zone",
    "description",
    "agenda",
    "first_time",
    "house_rules",
    "door_note",
    "price_amount",
    "currency",
    "pay_at_door",
    "refund_hours",
    "week_before_at",
    "two_days_before_at",
    "morning_at",
    "morning_after_at",
)


def create(
    series: Series, *, starts_at: dt.datetime, by: str, now: dt.datetime, details: Mapping[str, Any] | None = None
) -> Event:
    """Save a draft that begins at `starts_at`. `details` (names as in differences.NAMES) beat the series' habits.

    A draft that the calendar made for that day gives way. Raises EventRefused for impossible hours, and when the series
    has an evening at that very time (a double click).
    """
    values = {**_habits(series), **(details or {})}
    capacity = values.pop("capacity")
    with transaction.atomic():
        # A double click waits here, and finds the first one.
        Series.objects.select_for_update(no_key=True).get(pk=series.pk)
        event = Event(series=series, starts_at=starts_at, created_at=now, changed_at=now, **values)
        if "ends_at" not in values:
            event.ends_at = _usual_end(event)
        day = event.starts_local.date()
        _check_hours(event.starts_at, event.ends_at)
        drafts.drop_untouched(series, now=now, day=day)
        _check_free(event)
        event.slug = addresses.for_event(series, day=day)
        event.repeats_on = event.repeats_on or rhythm.date_to_stand_for(series, day)
        event.save(force_insert=True)
        places.open_for(event, capacity=capacity)
        journal.note(event, by=by, sentence=f"made a draft for {dates.moment(starts_at, event.zone)}")
    return event


def duplicate(
    event: Event, *, starts_at: dt.datetime, by: str, now: dt.datetime, details: Mapping[str, Any] | None = None
) -> Event:
    """A draft with the same words, venue, price and places, as long by the clock, at another time.

    `details` are what shall be different. Raises EventRefused as `create` does.
    """
    length = event.ends_local.replace(tzinfo=None) - event.starts_local.replace(tzinfo=None)
    same = {field: getattr(event, field) for field in COPIED}
    same["capacity"] = event.places.capacity
    same["ends_at"] = local_times.later(starts_at, by_the_clock=length, zone=event.zone)
    return create(event.series, starts_at=starts_at, by=by, now=now, details={**same, **(details or {})})


def publish(event: Event, *, by: str, now: dt.datetime) -> None:
    """draft → published. Raises EventRefused when something that people need is missing; twice is harmless."""
    with transaction.atomic():
        _lock(event)
        if event.is_published:
            return
        if event.is_cancelled:
            raise EventRefused("This evening is cancelled. Duplicate it to make a new one.")
        if event.venue is None:
            raise EventRefused("Say where it is before you publish.")
        if event.starts_at <= now:
            raise EventRefused("This date has passed. Choose a new one before you publish.")
        states.move(event, Event.PUBLISHED, published_at=now, changed_at=now)
        journal.note(event, by=by, sentence="published this evening")


def edit(event: Event, *, changes: Mapping[str, Any], by: str, now: dt.datetime, small: bool = False) -> None:
    """Set what `changes` (names as in differences.NAMES) makes different, and nothing else.

    A published evening's new time or venue is a real change unless `small`, and then `moved_at` opens keep-or-refund;
    another day, another venue or more than 30 minutes is real whatever `small` says. Raises EventRefused.
    """
    with transaction.atomic():
        _lock(event)
        found = differences.find(event, changes)
        if not found:
            return
        _check_edit(event, changes, now=now)
        real = event.is_published and differences.is_real(event, changes, small=small)
        values = {change.field: changes[change.field] for change in found}
        capacity = values.pop("capacity", None)
        values |= _follow_up(event, changes, found=found, real=real, now=now)
        Event.objects.filter(pk=event.pk).update(**values)
        if capacity is not None:
            places.resize(event.pk, capacity=capacity)
        if differences.touch_diary(found):
            outbox.withdraw_reminders(about_event=event.pk)
        journal.note(event, by=by, sentence=_edit_sentence(event, found, real=real))
        event.refresh_from_db()


def cancel(event: Event, *, by: str, reason: str, now: dt.datetime) -> None:
    """draft or published → cancelled, with the reason that people read; twice is harmless. Raises EventRefused."""
    with transaction.atomic():
        _lock(event)
        if event.is_cancelled:
            return
        if event.is_over(now):
            raise EventRefused("This evening is over and can no longer be cancelled.")
        states.move(
            event,
            Event.CANCELLED,
            cancelled_at=now,
            changed_at=now,
            cancel_reason=reason[:300],
            diary_revision=event.diary_revision + 1,
        )
        outbox.withdraw_reminders(about_event=event.pk)
        journal.note(event, by=by, sentence=f"cancelled this evening: {reason}" if reason else "cancelled this evening")


def set_closing(event: Event, *, since: dt.datetime | None) -> None:
    """The host has come to the close of the evening, or with None is not there any more."""
    Event.objects.filter(pk=event.pk).update(closing_since=since)
    event.closing_since = since


def set_tonight(event: Event, *, line: str, by: str, now: dt.datetime) -> None:
    """The line that ticket pages show with its time; no mail. An empty one takes it away."""
    with transaction.atomic():
        _lock(event)
        if event.tonight_line == line:
            return
        Event.objects.filter(pk=event.pk).update(tonight_line=line, tonight_changed_at=now, changed_at=now)
        sentence = f"wrote on the ticket pages: {line}" if line else "took the line off the ticket pages"
        journal.note(event, by=by, sentence=sentence)
        event.refresh_from_db()


def _lock(event: Event) -> None:
    """Bring the instance up to date and keep others from changing the row until the transaction ends."""
    event.refresh_from_db(from_queryset=Event.objects.select_for_update(no_key=True))


def _habits(series: Series) -> dict[str, Any]:
    """What an evening of the series is like when nobody says otherwise."""
    same = ("venue", "time_zone", "price_amount", "currency", "pay_at_door", "refund_hours", "capacity")
    return {**{name: getattr(series, name) for name in same}, "title": series.name, "word": words.pick()}


def _usual_end(event: Event) -> dt.datetime:
    """The series' usual hour on the day of the start, or on the next one when that is earlier."""
    day = event.starts_local.date()
    usual = local_times.utc(dt.datetime.combine(day, event.series.ends_at_time), event.zone)
    if usual > event.starts_at:
        return usual
    return local_times.utc(dt.datetime.combine(day + dt.timedelta(days=1), event.series.ends_at_time), event.zone)


def _check_hours(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    if ends_at <= starts_at:
        raise EventRefused("The end must be after the start.")


def _check_free(event: Event) -> None:
    same = Event.objects.filter(series=event.series, starts_at=event.starts_at).exclude(state=Event.CANCELLED)
    if same.exists():
        raise EventRefused(f"There is already an evening on {dates.moment(event.starts_at, event.zone)}.")


def _check_edit(event: Event, changes: Mapping[str, Any], *, now: dt.datetime) -> None:
    if event.is_cancelled:
        raise EventRefused("This evening is cancelled and can no longer be changed.")
    starts_at, ends_at = changes.get("starts_at", event.starts_at), changes.get("ends_at", event.ends_at)
    _check_hours(starts_at, ends_at)
    if event.is_published and changes.get("venue", event.venue) is None:
        raise EventRefused("A published evening needs a venue.")
    if (starts_at, ends_at) == (event.starts_at, event.ends_at):
        return
    if event.is_published and event.is_over(now):
        raise EventRefused("This evening is over; its time can no longer be changed.")
    if event.is_published and starts_at != event.starts_at and starts_at <= now:
        raise EventRefused("The new start has already passed.")


def _follow_up(
    event: Event, changes: Mapping[str, Any], *, found: list[differences.Change], real: bool, now: dt.datetime
) -> dict[str, Any]:
    """What the row notes about the edit itself: stamps, the diary's revision, the move, a draft's address."""
    values: dict[str, Any] = {"changed_at": now}
    if differences.touch_diary(found):
        values["diary_revision"] = event.diary_revision + 1
    if real:
        sentence = differences.sentence_for_people(event, changes)
        values |= {"moved_at": now, "moved_sentence": sentence, "moved_revision": event.diary_revision + 1}
    if event.is_draft and "starts_at" in changes:
        zone = ZoneInfo(changes.get("time_zone", event.time_zone))
        day = changes["starts_at"].astimezone(zone).date()
        values["slug"] = addresses.for_event(event.series, day=day, besides=event)
    return values


def _edit_sentence(event: Event, found: list[differences.Change], *, real: bool) -> str:
    said = "; ".join(change.sentence for change in found)
    if event.is_published and differences.touch_plans(found):
        return f"{said} ({'real change' if real else 'small correction'})"
    return said
