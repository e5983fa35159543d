"""What an evening noticed, written up: drafted from what the host kept, edited, and published on its public page."""

import datetime as dt

from django.db import transaction
from django.db.models import OuterRef, QuerySet

from events.domain import journal
from events.models import Event
from networking.domain import activities, board
from networking.domain.refused import NetworkingRefused
from networking.models import Pattern, WriteUp

LONGEST = 6000  # characters, as the model has it


def draft(event: Event) -> str:
    """The kept ones under their headings, as Markdown to begin with; "" when nothing was kept. Two queries."""
    kept = Pattern.objects.filter(event=event, kept_at__isnull=False)
    activity = activities.chosen(event)
    found = board.headings(activity, [(tag, words, Pattern.SHOWN) for tag, words in kept.values_list("tag", "words")])
    parts = [f"We asked: {activity.prompt}"] if activity else []
    parts += [_part(heading) for heading in found if heading.words]
    return "\n\n".join(parts)[:LONGEST] if any(heading.words for heading in found) else ""


def of(event: Event) -> WriteUp | None:
    return WriteUp.objects.filter(event=event).first()


def save(event: Event, *, words: str, by: str, now: dt.datetime) -> WriteUp:
    """Keep the text; of a published one it is what everybody reads from now on. Saves nothing when it is the same."""
    with transaction.atomic():
        found, _ = WriteUp.objects.select_for_update().get_or_create(event=event, defaults={"changed_at": now})
        if found.words != words:
            found.words, found.changed_at = words, now
            found.save(update_fields=["words", "changed_at"])
            if found.published_at:
                journal.note(event, by=by, sentence="changed the write-up")
    return found


def publish(event: Event, *, words: str, by: str, now: dt.datetime) -> None:
    """Keep the text and put it on the evening's page. Refused without words and for a draft. Twice is harmless."""
    if not words.strip():
        raise NetworkingRefused("Write something first")
    if event.published_at is None:
        raise NetworkingRefused("The evening has no page yet")
    with transaction.atomic():
        save(event, words=words, by=by, now=now)
        if WriteUp.objects.filter(event=event, published_at__isnull=True).update(published_at=now, changed_at=now):
            journal.note(event, by=by, sentence="published the write-up")


def take_back(event: Event, *, by: str, now: dt.datetime) -> None:
    """Off the evening's page; the text stays for the host. Twice is harmless."""
    with transaction.atomic():
        if WriteUp.objects.filter(event=event, published_at__isnull=False).update(published_at=None, changed_at=now):
            journal.note(event, by=by, sentence="took the write-up back")


def published(event: OuterRef | int) -> QuerySet[WriteUp]:
    """The one of this evening that everybody may read, if there is one."""
    return WriteUp.objects.filter(event=event, published_at__isnull=False)


def _part(heading: board.Heading) -> str:
    lines = "\n".join(f"- {words}" for words in heading.words)
    return f"### {heading.name}\n\n{lines}" if heading.name else lines
