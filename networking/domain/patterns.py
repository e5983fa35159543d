"""What we noticed: filed by tables and people, revealed, kept or hidden by the host. The only module that moves one."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from attendees.models import Ticket
from events.models import Event
from foundation.lib import states
from networking.domain import activities
from networking.domain.refused import NetworkingRefused
from networking.models import Pattern

OPENS_BEFORE, OPEN_AFTER = dt.timedelta(hours=1), dt.timedelta(hours=12)


def is_open(event: Event, *, now: dt.datetime) -> bool:
    """From an hour before the evening until the next morning."""
    return event.is_published and event.starts_at - OPENS_BEFORE <= now < event.ends_at + OPEN_AFTER


def file(
    event: Event,
    *,
    words: str,
    tag: str,
    nonce: str,
    now: dt.datetime,
    table: int | None = None,
    ticket: Ticket | None = None,
) -> Pattern:
    """Save it for the host to reveal; the same `nonce` again saves nothing. Give neither table nor ticket for nobody's.

    A tag that is not one of tonight's activity is left out. Refused when the evening is not on.
    """
    if not is_open(event, now=now):
        raise NetworkingRefused("This is open on the evening, and until the next morning.")
    activity = activities.chosen(event)
    known = tag if activity and tag in activity.tags else ""
    filed = {"activity": activity, "words": words, "tag": known, "filed_at": now, "changed_at": now}
    found, _ = Pattern.objects.get_or_create(
        event=event, nonce=nonce, defaults={**filed, "table": table, "ticket": ticket}
    )
    return found


def reveal(pattern: Pattern, *, now: dt.datetime) -> None:
    """Put it on the board. Twice is harmless."""
    _move(pattern, Pattern.SHOWN, now=now)


def reveal_all(event: Event, *, now: dt.datetime) -> int:
    """Put everything new on the board; what was hidden stays hidden. Returns how many."""
    new = Pattern.objects.filter(event=event, state=Pattern.FILED)
    return new.update(state=Pattern.SHOWN, changed_at=now)


def hide(pattern: Pattern, *, now: dt.datetime) -> None:
    """Take it off the board and out of the write-up's draft. Twice is harmless."""
    _move(pattern, Pattern.HIDDEN, now=now, kept_at=None)


def keep(pattern: Pattern, *, now: dt.datetime) -> None:
    """Mark it for the write-up; one that is hidden stays as it is. Twice is harmless."""
    wanted = Pattern.objects.filter(pk=pattern.pk, kept_at__isnull=True).exclude(state=Pattern.HIDDEN)
    wanted.update(kept_at=now, changed_at=now)


def let_go(pattern: Pattern, *, now: dt.datetime) -> None:
    """It is not for the write-up after all. Twice is harmless."""
    Pattern.objects.filter(pk=pattern.pk, kept_at__isnull=False).update(kept_at=None, changed_at=now)


def put_under(pattern: Pattern, tag: str, *, now: dt.datetime) -> None:
    """It belongs under this heading, "" for none, whatever the activity's are. Twice is harmless."""
    Pattern.objects.filter(pk=pattern.pk).exclude(tag=tag).update(tag=tag, changed_at=now)


def put_all_under(event: Event, tag: str, *, instead_of: str, now: dt.datetime) -> int:
    """All that stands under one heading of the evening comes under another, or the same better spelt.

    Returns how many.
    """
    theirs = Pattern.objects.filter(event=event, tag=instead_of).exclude(tag=tag)
    return theirs.update(tag=tag, changed_at=now)


def headings(event: Event) -> list[str]:
    """The headings that something can be put under: those of the activity, then others that are in use. Two queries."""
    activity = activities.chosen(event)
    used = Pattern.objects.filter(event=event).exclude(tag="").order_by("filed_at", "pk").values_list("tag", flat=True)
    return list(dict.fromkeys([*(activity.tags if activity else []), *used]))


def of_event(event: Event) -> QuerySet[Pattern]:
    """All of an evening in the order in which they came, with whose they are."""
    return Pattern.objects.filter(event=event).select_related("ticket")


def _move(pattern: Pattern, to: str, *, now: dt.datetime, **fields: None) -> None:
    with transaction.atomic():
        locked = Pattern.objects.select_for_update().get(pk=pattern.pk)
        if locked.state != to:
            states.move(locked, to, changed_at=now, **fields)
