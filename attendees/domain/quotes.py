"""Published stories as others read them: everybody on the public pages, first-timers in the mail about their place.

In that mail nobody reads themselves, nor anybody they are kept apart from; who is, further up writes down here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from attendees.models import NotQuoted, Profile, Story
from events.models import Event
from foundation.lib import compiled
from foundation.mail.domain import outbox

MOST = 2
TAKEN_BACK = "What stood here was taken back."


@dataclass(frozen=True)
class Quote:
    """Words as they were told, in one line, and who says so: a first name only where its author wants that."""

    words: str
    who: str

    @property
    def line(self) -> str:
        """As it stands in a mail."""
        return f"{self.who}: “{self.words}”"


def of_series(series_id: int) -> list[Quote]:
    """What the public pages quote: two at most, first-timers' before others', the newest first. One query."""
    return [quote(story) for story in FIRST.all(series_id)]


def to_readers(series_id: int, profile_ids: Collection[int]) -> Mapping[int, list[Quote]]:
    """What the mail of each of these people quotes, by profile. Two queries, in a transaction.

    The stories are locked until it ends, so that taking one back waits for the mails that quote it and finds them.
    """
    stories = list(_published(series_id).select_for_update(of=("self",)))
    kept = set(NotQuoted.objects.filter(reader__in=profile_ids).values_list("author", "reader"))
    return {
        reader: [
            quote(story)
            for story in stories
            if story.ticket.holder_id != reader and (story.ticket.holder_id, reader) not in kept
        ][:MOST]
        for reader in profile_ids
    }


def quote(story: Story) -> Quote:
    name = story.ticket.first_name if story.shows_name else ""
    return Quote(" ".join(story.words.split()), who(name, is_first=story.is_first))


def who(name: str, *, is_first: bool) -> str:
    """Who says so; `name` is "" for somebody who is not named."""
    if is_first:
        return f"{name}, a first-timer" if name else "A first-timer"
    return f"{name}, who was there" if name else "Somebody who was there"


def unsay(story: Story, *, to: str = "") -> int:
    """Take this story out of the mails that quote it, sent or not, or only of those to one address; how many."""
    events = Event.objects.filter(series=story.series_id)
    return outbox.unsay(quote(story).line, instead=TAKEN_BACK, about_events=events, to=to)


def keep_apart(one_id: int, other_id: int) -> None:
    """From now on neither is quoted to the other, nor in a mail that waits to be sent. Twice is harmless."""
    for author, reader in ((one_id, other_id), (other_id, one_id)):
        NotQuoted.objects.get_or_create(author_id=author, reader_id=reader)
        address = Profile.objects.filter(pk=reader).values_list("email", flat=True).first()
        for story in Story.objects.filter(ticket__holder=author).select_related("ticket"):
            unsay(story, to=address or "")


def end_apart(one_id: int, other_id: int) -> None:
    """They may be quoted to each other again. Twice is harmless."""
    NotQuoted.objects.filter(author__in=[one_id, other_id], reader__in=[one_id, other_id]).delete()


def move_apart(goes_id: int, stays_id: int) -> None:
    """Of two entries for one person: what was kept apart from the one is from the other. Twice is harmless."""
    for row in NotQuoted.objects.filter(author=goes_id).exclude(reader=stays_id):
        keep_apart(stays_id, row.reader_id)
    NotQuoted.objects.filter(Q(author=goes_id) | Q(reader=goes_id)).delete()


def _published(series_id: int) -> QuerySet[Story]:
    found = Story.objects.filter(series=series_id, state=Story.PUBLISHED)
    return found.select_related("ticket").order_by("-is_first", "-published_at", "-pk")


FIRST = compiled.Query(lambda series_id: _published(series_id)[:MOST])
