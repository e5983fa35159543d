"""A round's way through the evening: begun, paused, ended, left out. The only module that moves a Round.

Each verb names the round by its number, so that it may come twice, from two phones, or late: what is so already stays
as it is. `now` may lie a little in the past, for a phone that could not tell at once. Under the run-sheet's lock.
"""

import datetime as dt

from django.db import transaction

from events.domain import journal
from events.models import Event
from foundation.lib import dates, states
from networking.domain import openers, run_sheets, seats
from networking.domain.refused import NetworkingRefused
from networking.models import Round, RunSheet

NOT_THERE = "There is no such round any more. Look at the page again."
MINUTE = dt.timedelta(minutes=1)


def go(event: Event, number: int, *, by: str, now: dt.datetime) -> Round:
    """Begin a round; one that is still live ends. Who is in the room and at no table yet joins the smallest that fits.

    Raises NetworkingRefused when it is not the next one, or nobody has a seat in it.
    """
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        found = _round(event, number)
        if found.state != Round.DRAFT:
            return found
        _check_next(found)
        _close_live(event, now=now)
        seats.fill(event, found)
        ends_at = dates.on_the_minute(now + found.minutes * MINUTE)
        told = {"is_told": True, "opener": openers.of(found, sheet)}
        states.move(found, Round.LIVE, starts_at=now, ends_at=ends_at, **told)
        since = sheet.step_at if sheet.step == RunSheet.ROUNDS else now
        run_sheets.be_at(event, sheet, RunSheet.ROUNDS, since=since, now=now)
        journal.note(event, by=by, sentence=f"began round {number}, until {dates.clock(ends_at, event.zone)}")
    return found


def pause(event: Event, number: int, *, by: str, now: dt.datetime) -> None:
    """Stop a live round's time; it stays stopped when it is."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        found = Round.objects.for_event(event.pk).live().filter(number=number, paused_at__isnull=True).first()
        if found is None:
            return
        Round.objects.filter(pk=found.pk).update(paused_at=max(now, found.starts_at or now))
        run_sheets.touch(sheet, now=now)
        journal.note(event, by=by, sentence=f"paused round {number}")


def go_on(event: Event, number: int, *, by: str, now: dt.datetime) -> None:
    """Let a paused round's time run again: it ends as much later as it was paused."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        found = Round.objects.for_event(event.pk).live().filter(number=number, paused_at__isnull=False).first()
        if found is None or found.ends_at is None or found.paused_at is None:
            return
        ends_at = max(dates.on_the_minute(found.ends_at + (now - found.paused_at)), found.ends_at)
        Round.objects.filter(pk=found.pk).update(paused_at=None, ends_at=ends_at)
        run_sheets.touch(sheet, now=now)
        sentence = f"let round {number} go on, until {dates.clock(ends_at, event.zone)}"
        journal.note(event, by=by, sentence=sentence)


def lengthen(event: Event, number: int, *, minutes: int, seen: dt.datetime, by: str, now: dt.datetime) -> None:
    """Let a live round end `minutes` later; when its end is not the one that was `seen` any more, nothing.

    A phone that began the round by itself may be a minute beside us.
    """
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        found = Round.objects.for_event(event.pk).live().filter(number=number).first()
        if found is None or found.ends_at is None or abs(found.ends_at - seen) > MINUTE:
            return
        later = found.ends_at + minutes * MINUTE
        Round.objects.filter(pk=found.pk).update(ends_at=later)
        run_sheets.touch(sheet, now=now)
        sentence = f"gave round {number} {minutes} minutes more, until {dates.clock(later, event.zone)}"
        journal.note(event, by=by, sentence=sentence)


def end(event: Event, number: int, *, by: str, now: dt.datetime) -> None:
    """End a live round; one that is not live stays as it is."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        if Round.objects.for_event(event.pk).live().filter(number=number).exists():
            _close_live(event, now=now)
            run_sheets.touch(sheet, now=now)
            journal.note(event, by=by, sentence=f"ended round {number}")


def leave_out(event: Event, number: int, *, by: str, now: dt.datetime) -> None:
    """One round fewer tonight: the last one, by its number, when it has not begun."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        is_begun = Round.objects.filter(event=event, number__gte=number).exclude(state=Round.DRAFT).exists()
        if number != sheet.rounds or number == 1 or is_begun:
            return
        Round.objects.filter(event=event, number__gte=number, state=Round.DRAFT).delete()
        run_sheets.touch(sheet, now=now, rounds=number - 1)
        journal.note(event, by=by, sentence=f"left out round {number}")


def open_with(event: Event, number: int, *, opener: str, now: dt.datetime) -> None:
    """Let a round start with this sentence; empty means the usual one. A closed one keeps its own."""
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        found = _round(event, number)
        if found.state != Round.CLOSED:
            opener = opener or (openers.usual(sheet, number) if found.state == Round.LIVE else "")
            Round.objects.filter(pk=found.pk).update(opener=opener)
            run_sheets.touch(sheet, now=now)


def tell(event: Event, number: int | None = None, *, by: str, now: dt.datetime) -> None:
    """Everybody sees, or has on paper, their table of a round before it begins; without `number`, of all rounds.

    From now on as few as possible are moved. Twice is harmless.
    """
    with transaction.atomic():
        sheet = run_sheets.locked(event, now=now)
        drafts = Round.objects.filter(event=event, state=Round.DRAFT, is_told=False)
        if (drafts if number is None else drafts.filter(number=number)).update(is_told=True):
            run_sheets.touch(sheet, now=now)
            which = "all rounds" if number is None else f"round {number}"
            journal.note(event, by=by, sentence=f"showed the tables of {which}")


def _round(event: Event, number: int) -> Round:
    found = Round.objects.for_event(event.pk).filter(number=number).first()
    if found is None:
        raise NetworkingRefused(NOT_THERE)
    return found


def _check_next(found: Round) -> None:
    earlier = Round.objects.filter(event=found.event_id, number__lt=found.number, state=Round.DRAFT)
    if earlier.exists():
        raise NetworkingRefused("Another round comes before this one.")
    if not found.seats.exists():
        raise NetworkingRefused("Nobody has a table in this round yet. Mix first.")


def _close_live(event: Event, *, now: dt.datetime) -> None:
    for live in Round.objects.for_event(event.pk).live():
        ends_at = min(live.ends_at or now, now)
        states.move(live, Round.CLOSED, ends_at=max(ends_at, live.starts_at or ends_at), paused_at=None)
