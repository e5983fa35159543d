"""What a person notes for themselves about somebody they met. Nobody else ever reads it, hosts neither."""

import datetime as dt

from attendees.models import Profile, Ticket
from events.models import Event
from networking.domain import apart
from networking.models import OwnNote


def write(me: Ticket, about: Ticket, *, words: str, now: dt.datetime) -> None:
    """Save the note of `me`'s person, in place of the one before; empty words remove it. Twice is harmless."""
    if words:
        OwnNote.objects.update_or_create(owner=me.holder, about=about, defaults={"words": words, "changed_at": now})
    else:
        OwnNote.objects.filter(owner=me.holder_id, about=about).delete()


def words(me: Ticket, about: Ticket) -> str:
    """What `me`'s person noted; "" when nothing is."""
    return OwnNote.objects.filter(owner=me.holder_id, about=about).values_list("words", flat=True).first() or ""


def of(owner: Profile, event: Event) -> list[OwnNote]:
    """The notes about people of one evening, by name; none about whom the two never see. At most five queries."""
    mine = Ticket.objects.for_event(event.pk).valid().filter(holder=owner).first()
    hidden: set[int] = apart.hidden_from(mine) if mine else set()
    found = OwnNote.objects.filter(owner=owner, about__event=event).exclude(about__in=hidden)
    there = found.exclude(about__holder__erase_asked_at__isnull=False)
    return list(there.select_related("about").order_by("about__name", "pk"))
