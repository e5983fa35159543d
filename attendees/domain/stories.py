"""Stories: what an evening was like, told by somebody who came. Nobody else moves a Story, and nobody edits one.

Its author tells it and takes it back on a page of their ticket; the host publishes or hides it whole. Whatever takes
one from the public pages takes it out of the mails as well (attendees.domain.quotes).
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F, QuerySet

from attendees.domain import appearances, quotes
from attendees.domain.refused import AttendeeRefused
from attendees.models import Profile, Story, Ticket
from events.domain import journal
from events.domain import series as all_series
from events.models import Series
from foundation.lib import states

LONGEST = 400
EARLY = "You can tell your story when the evening is over."
NOT_THERE = "This page is for those who came. You were there? Tell the host, who puts it right."
CHANGED = "It has been told anew or taken back in the meantime. Please read it again."


def refused(ticket: Ticket, *, now: dt.datetime) -> str:
    """Why this ticket's person cannot tell anything now; nothing when they can."""
    if not ticket.event.is_over(now):
        return EARLY
    return "" if ticket.checked_in_at else NOT_THERE


def of(ticket: Ticket) -> Story | None:
    return Story.objects.filter(ticket=ticket).first()


def told_by(tickets: Collection[Ticket]) -> set[int]:
    """Those of these tickets whose person has told theirs; one query."""
    return set(Story.objects.filter(ticket__in=[ticket.pk for ticket in tickets]).values_list("ticket", flat=True))


def is_first(ticket: Ticket) -> bool:
    """Whether this was the first evening of this ticket's person; one query."""
    known = [ticket.holder_id] if ticket.holder_id and not ticket.been_before_at else []
    return bool(appearances.newcomers(known, event=ticket.event))


def tell(ticket: Ticket, *, words: str, shows_name: bool, now: dt.datetime) -> None:
    """Keep what this ticket's person tells, in place of what they told before; other words wait for the host again.

    The same again changes nothing. Raises AttendeeRefused.
    """
    why = refused(ticket, now=now)
    if why:
        raise AttendeeRefused(why)
    with transaction.atomic():
        before = _locked(Story.objects.filter(ticket=ticket))
        if not before:
            new = Story(ticket=ticket, series_id=ticket.event.series_id, words=words, shows_name=shows_name)
            new.told_at, new.is_first = now, is_first(ticket)
            Story.objects.bulk_create([new], ignore_conflicts=True)
        elif (before[0].words, before[0].shows_name) != (words, shows_name):
            _leave_pages(before, now=now)
            anew = {"words": words, "shows_name": shows_name, "told_at": now, "telling": F("telling") + 1}
            Story.objects.filter(ticket=ticket).update(state=Story.TOLD, published_at=None, **anew)


def take_back(ticket: Ticket, *, now: dt.datetime) -> None:
    """Gone at once: from the pages, from mails and from here. Twice is harmless."""
    _delete(Story.objects.filter(ticket=ticket), now=now)


def forget(profiles: QuerySet[Profile], *, now: dt.datetime) -> None:
    """Everything that these people told goes. Twice is harmless."""
    _delete(Story.objects.filter(ticket__holder__in=profiles), now=now)


def forget_old(before: dt.datetime, *, now: dt.datetime) -> int:
    """Those about evenings that ended by then go; returns how many."""
    return _delete(Story.objects.filter(ticket__event__ends_at__lte=before), now=now)


def listed(series: Series) -> list[Story]:
    """For the host: those that wait first, then the published, each the newest first. One query."""
    order = {Story.TOLD: 0, Story.PUBLISHED: 1, Story.HIDDEN: 2}
    found = Story.objects.filter(series=series).select_related("ticket__event").order_by("-told_at", "-pk")
    return sorted(found, key=lambda story: order[story.state])


def publish(series: Series, *, story_id: int, telling: int, by: str, now: dt.datetime) -> None:
    """Put it on the public pages and into the mails to first-timers. Twice is harmless.

    Raises AttendeeRefused when it is no longer the `telling` that the host has read.
    """
    with transaction.atomic():
        found = _locked(Story.objects.filter(series=series, pk=story_id, telling=telling))
        if not found:
            raise AttendeeRefused(CHANGED)
        if found[0].state != Story.PUBLISHED:
            states.move(found[0], Story.PUBLISHED, published_at=now)
            all_series.touch(series, now=now)
            journal.note(series, by=by, sentence="published a story")


def hide(series: Series, *, story_id: int, by: str, now: dt.datetime) -> None:
    """Not shown, or not any more; its author may still change it or take it back. Twice is harmless."""
    with transaction.atomic():
        found = _locked(Story.objects.filter(series=series, pk=story_id).exclude(state=Story.HIDDEN))
        if found:
            _leave_pages(found, now=now)
            states.move_all(found, Story.HIDDEN, published_at=None)
            journal.note(series, by=by, sentence="hid a story")


def _delete(stories: QuerySet[Story], *, now: dt.datetime) -> int:
    with transaction.atomic():
        found = _locked(stories)
        _leave_pages(found, now=now)
        return stories.filter(pk__in=[story.pk for story in found]).delete()[0]


def _locked(stories: QuerySet[Story]) -> list[Story]:
    return list(stories.select_related("ticket", "series").select_for_update(of=("self",)).order_by("pk"))


def _leave_pages(stories: list[Story], *, now: dt.datetime) -> None:
    """Published ones go out of mails, and the public pages are drawn anew; the caller moves the rows."""
    for story in stories:
        if story.state == Story.PUBLISHED:
            quotes.unsay(story)
            all_series.touch(story.series, now=now)
