"""Tonight's guests who booked elsewhere: each line's fate, and putting the good ones on the list."""

import datetime as dt
from collections.abc import Collection, Sequence

from attendees.domain import guests, import_file, tickets
from attendees.domain.guests import Guests
from attendees.domain.import_columns import EMAIL, NAME
from attendees.domain.import_fates import BAD, FULL, KNOWN, NEW, Fate, batches, read_person
from attendees.domain.import_terms import Terms
from attendees.models import NotWelcome, Ticket
from events.models import Event
from foundation.lib import codes


def check(event: Event, text: str, terms: Terms, *, now: dt.datetime) -> tuple[list[Fate], str]:
    """The fate of each line of name and e-mail, and whose list it is. Raises AttendeeRefused."""
    listing = import_file.read(text, usual=(NAME, EMAIL))
    here = set(Ticket.objects.for_event(event.pk).valid().exclude(email="").values_list("email", flat=True))
    read = [read_person(line) for line in listing.lines]
    unwelcome = _unwelcome(event, {fate.email for fate in read})
    room = None if terms.over_capacity else tickets.room(event.pk, now=now)
    fates, seen = [], set[str]()
    for line, fate in zip(listing.lines, read, strict=True):
        if fate.kind == NEW and line.gave_up:
            fate = fate.but(BAD, "Cancelled, refused or waiting there.")
        elif fate.kind == NEW and fate.email in unwelcome:
            fate = fate.but(BAD, "Marked as not welcome again. Put them on the list by hand if you want them to come.")
        elif fate.kind == NEW and fate.email in here:
            fate = fate.but(KNOWN, "Has a place already.")
        elif fate.kind == NEW and fate.email in seen:
            fate = fate.but(KNOWN, "Stands in this list twice.")
        seen.add(fate.email)
        fates.append(fate)
    return _mark_full(fates, room), listing.platform


def bring(event: Event, fate: Fate, terms: Terms, *, by: str, now: dt.datetime) -> bool:
    """Put one NEW guest on the list; whether they were new. Raises places.Full and AttendeeRefused."""
    guest = Guests(
        people=(fate.name,), email=fate.email, form_code=f"import:{fate.email}", over_capacity=terms.over_capacity
    )
    return guests.bring_in(event, guest, by=by, with_mail=terms.with_mail, now=now)


def _mark_full(fates: Sequence[Fate], room: int | None) -> list[Fate]:
    """Those NEW beyond the `room` that is left become FULL; None is room for all."""
    marked = []
    for fate in fates:
        if fate.kind == NEW and room is not None:
            room -= 1
            if room < 0:
                fate = fate.but(FULL, "All places are taken.")
        marked.append(fate)
    return marked


def _unwelcome(event: Event, emails: Collection[str]) -> set[str]:
    """Which of these addresses are marked."""
    by_code = {codes.pseudonym(email): email for email in emails if email}
    marked: set[str] = set()
    for batch in batches(by_code):
        rules = NotWelcome.objects.filter(series=event.series_id, lifted_at__isnull=True, address_code__in=batch)
        marked |= {by_code[code] for code in rules.values_list("address_code", flat=True)}
    return marked
