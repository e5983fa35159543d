"""Bringing in who came before we counted, and tonight's guests who bought elsewhere. Twice is harmless.

First each line's fate is worked out and shown; then the good lines are brought in. Bad ones are named by their line.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from attendees.domain import guests, import_file, tickets
from attendees.domain.guests import Guests
from attendees.domain.import_file import DATE, EMAIL, NAME, Line
from attendees.models import PastAttendance, Profile, Ticket
from events.domain import journal, places
from events.models import Event
from foundation.lib.form_fields import EmailField, NameField

NEW, KNOWN, FULL, BAD = "new", "known", "full", "bad"
AT_ONCE = 500
EARLIEST = dt.date(1990, 1, 1)
Item = TypeVar("Item")


@dataclass(frozen=True)
class Fate:
    """What becomes of one line: NEW is brought in, KNOWN is there already, FULL found no place, BAD says why."""

    line: int
    kind: str
    sentence: str
    name: str = ""
    email: str = ""
    date: dt.date | None = None


def check_past(event: Event, text: str, *, now: dt.datetime) -> list[Fate]:
    """The fate of each line of e-mail, name, date: who came to this series when. Raises AttendeeRefused."""
    lines = import_file.read(text, usual=(EMAIL, NAME, DATE))
    read = [_read(line, day=_past_day(line, event, now=now)) for line in lines]
    known = _known_visits(event, {fate.email for fate in read})
    return _mark_known(read, known, key=lambda fate: (fate.email, fate.date), sentence="Known already.")


def bring_past(event: Event, fates: Iterable[Fate], *, by: str, now: dt.datetime) -> int:
    """Save the new visits and the people they belong to; returns how many lines were new."""
    new = [fate for fate in fates if fate.kind == NEW]
    with transaction.atomic():
        for batch in _batches(new):
            people = _profiles(batch, now=now)
            PastAttendance.objects.bulk_create(
                [
                    PastAttendance(
                        profile_id=people[fate.email],
                        series_id=event.series_id,
                        date=fate.date,
                        source=PastAttendance.IMPORTED,
                        noted_at=now,
                    )
                    for fate in batch
                ],
                ignore_conflicts=True,
            )
        if new:
            journal.note(event, by=by, sentence=f"brought in {len(new)} visits of past evenings")
    return len(new)


def check_guests(event: Event, text: str, *, over_capacity: bool, now: dt.datetime) -> list[Fate]:
    """The fate of each line of name and e-mail: guests of this evening who bought elsewhere. Raises AttendeeRefused."""
    lines = import_file.read(text, usual=(NAME, EMAIL))
    here = set(Ticket.objects.for_event(event.pk).valid().exclude(email="").values_list("email", flat=True))
    fates = _mark_known(
        [_read(line) for line in lines], here, key=lambda fate: fate.email, sentence="Has a place already."
    )
    room = None if over_capacity else tickets.room(event.pk, now=now)
    return _mark_full(fates, room)


def bring_guests(
    event: Event, fates: Iterable[Fate], *, over_capacity: bool, with_mail: bool, by: str, now: dt.datetime
) -> int:
    """Put the new guests on the list, each for itself, so that one who fails stops nobody; returns how many."""
    done = 0
    for fate in fates:
        if fate.kind != NEW:
            continue
        guest = Guests(
            people=(fate.name,), email=fate.email, form_code=f"import:{fate.email}", over_capacity=over_capacity
        )
        try:
            done += guests.bring_in(event, guest, with_mail=with_mail, now=now)
        except places.Full:
            break
    if done:
        journal.note(event, by=by, sentence=f"brought in {done} guests who booked elsewhere")
    return done


def _read(line: Line, *, day: dt.date | str | None = None) -> Fate:
    """A good line is NEW for now. `day` is the date, or the sentence why there is none."""
    try:
        email = EmailField().clean(line.email)
    except ValidationError:
        shown = f"“{line.email[:60]}” is no e-mail address." if line.email else "There is no e-mail address."
        return Fate(line.number, BAD, shown)
    try:
        name = NameField().clean(line.name)
    except ValidationError:
        shown = f"“{line.name[:60]}” cannot be a name." if line.name else "There is no name."
        return Fate(line.number, BAD, shown, email=email)
    if isinstance(day, str):
        return Fate(line.number, BAD, day, name, email)
    return Fate(line.number, NEW, "New.", name, email, day)


def _past_day(line: Line, event: Event, *, now: dt.datetime) -> dt.date | str:
    if not line.date:
        return "There is no date."
    day = import_file.read_date(line.date)
    if day is None:
        return f"“{line.date[:60]}” is no date. Write it like 2026-03-03 or 3 March 2026."
    if not EARLIEST <= day <= now.astimezone(event.zone).date():
        return f"{day.isoformat()} is not in the past."
    return day


def _mark_known(
    fates: Iterable[Fate], known: Collection[object], *, key: Callable[[Fate], object], sentence: str
) -> list[Fate]:
    """Those NEW whose key is known, or stood in an earlier line, become KNOWN."""
    seen: set[object] = set()
    marked = []
    for fate in fates:
        if fate.kind == NEW:
            if key(fate) in known:
                fate = replace(fate, kind=KNOWN, sentence=sentence)
            elif key(fate) in seen:
                fate = replace(fate, kind=KNOWN, sentence="Stands in this list twice.")
            seen.add(key(fate))
        marked.append(fate)
    return marked


def _mark_full(fates: Iterable[Fate], room: int | None) -> list[Fate]:
    """Those NEW beyond the `room` that is left become FULL; None is room for all."""
    marked = []
    for fate in fates:
        if fate.kind == NEW and room is not None:
            room -= 1
            if room < 0:
                fate = replace(fate, kind=FULL, sentence="All places are taken.")
        marked.append(fate)
    return marked


def _known_visits(event: Event, emails: Collection[str]) -> set[tuple[str, dt.date | None]]:
    noted = PastAttendance.objects.filter(series=event.series_id, date__isnull=False)
    known: set[tuple[str, dt.date | None]] = set()
    for batch in _batches(sorted(emails)):
        known |= set(noted.filter(profile__email__in=batch).values_list("profile__email", "date"))
    return known


def _profiles(fates: Sequence[Fate], *, now: dt.datetime) -> dict[str, int]:
    """The people of these lines by e-mail, made where they are new; an existing name is left alone."""
    names = {fate.email: fate.name for fate in reversed(fates)}
    Profile.objects.bulk_create(
        [Profile(email=email, name=name, created_at=now) for email, name in names.items()], ignore_conflicts=True
    )
    return dict(Profile.objects.filter(email__in=names).values_list("email", "pk"))


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch
